package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.file.StoredTensor;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Known tensors that nodes make new, out of sizes or by joining: Range, ConstantOfShape, Concat, Trilu. */
final class NewTensors {

    private NewTensors() {}

    static Known range(List<Known> in) {
        ElementType type = in.get(0).type();
        double start = in.get(0).scalar();
        double step = in.get(2).scalar();
        double count = Math.max(0, Math.ceil((in.get(1).scalar() - start) / step));
        if (!(count <= Shape.MAX_ELEMENTS)) {
            throw new Refusal("a range of " + count + " numbers");
        }
        int size = (int) count;
        if (type.isFloat()) {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = type.round(start + i * step);
            }
            return Known.of(type, new int[] {size}, values);
        }
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = (long) start + i * (long) step;
        }
        return Known.of(type, new int[] {size}, values);
    }

    static Known constantOfShape(Node node, Known sizes) {
        int[] shape =
                Arrays.stream(sizes.toIntegers()).mapToInt(Math::toIntExact).toArray();
        Known value = node.tensor("value")
                .map(StoredTensor::known)
                .orElseGet(() -> Known.of(ElementType.F32, new int[] {1}, new double[1]));
        int[] one = new int[shape.length];
        Arrays.fill(one, 1);
        if (Shape.size(shape) == 0) {
            return value.type().isFloat()
                    ? Known.of(value.type(), shape, new double[0])
                    : Known.of(value.type(), shape, new long[0]);
        }
        return new Known(value.type(), one, one, value.floats(), value.integers()).expand(shape);
    }

    static Known concat(Node node, List<Known> in) {
        Known first = in.get(0);
        int axis = Shape.axis(node.integer("axis", 0), first.shape().length);
        int[] shape = first.shape().clone();
        shape[axis] = 0;
        for (Known part : in) {
            shape[axis] = Math.addExact(shape[axis], part.shape()[axis]);
            int[] rest = part.shape().clone();
            rest[axis] = shape[axis];
            if (part.type() != first.type() || !Arrays.equals(rest, shape)) {
                throw new Refusal("parts of different types or shapes");
            }
        }
        int size = Shape.allocatable(shape);
        int outer = Shape.size(Arrays.copyOf(shape, axis));
        double[] floats = first.floats() != null ? new double[size] : null;
        long[] integers = first.floats() != null ? null : new long[size];
        Object target = floats != null ? floats : integers;
        int at = 0;
        var dense = in.stream().map(Known::dense).toList();
        for (int o = 0; o < outer; o++) {
            for (Known part : dense) {
                int chunk = part.storedSize() / outer;
                Object source = floats != null ? part.floats() : part.integers();
                System.arraycopy(source, o * chunk, target, at, chunk);
                at += chunk;
            }
        }
        return new Known(first.type(), shape, shape, floats, integers);
    }

    static Known triangle(Node node, List<Known> in) {
        Known dense = in.get(0).dense();
        int[] shape = dense.shape();
        int rows = shape[shape.length - 2];
        int columns = shape[shape.length - 1];
        long diagonal = in.size() > 1 && in.get(1) != null ? in.get(1).toIntegers()[0] : 0;
        boolean upper = node.integer("upper", 1) != 0;
        double[] floats = dense.floats() == null ? null : dense.floats().clone();
        long[] integers = dense.integers() == null ? null : dense.integers().clone();
        for (int i = 0; i < dense.storedSize(); i++) {
            long distance = (long) (i % columns) - i / columns % rows;
            if (upper ? distance < diagonal : distance > diagonal) {
                if (floats != null) {
                    floats[i] = 0;
                } else {
                    integers[i] = 0;
                }
            }
        }
        return new Known(dense.type(), shape, shape, floats, integers);
    }
}
