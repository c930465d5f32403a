package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** ONNX's operators that read at computed places: Gather and its relatives. */
final class Indexing {

    private Indexing() {}

    static void register(Map<String, Call.Operator> operators) {
        operators.put("Gather", call -> List.of(gather(call)));
        operators.put("GatherElements", call -> List.of(elements(call)));
        operators.put("GatherND", call -> List.of(tuples(call)));
    }

    private static Value gather(Call call) {
        Value data = call.in(0);
        long[] indices = call.in(1).integers();
        int[] chosen = call.in(1).shape();
        int axis = call.axis(0, data.rank());
        int[] in = data.shape();
        int[] to = new int[in.length - 1 + chosen.length];
        System.arraycopy(in, 0, to, 0, axis);
        System.arraycopy(chosen, 0, to, axis, chosen.length);
        System.arraycopy(in, axis + 1, to, axis + chosen.length, in.length - axis - 1);
        int size = Shape.allocatable(to);
        int outer = Shape.size(Arrays.copyOf(in, axis));
        int inner = Shape.size(Arrays.copyOfRange(in, axis + 1, in.length));
        // rows are copied from where they are: a table of words stays in its file
        FloatBuffer floats = data.isFloat() ? data.buffer() : null;
        Object target = data.isFloat() ? new float[size] : new long[size];
        int at = 0;
        for (int o = 0; o < outer; o++) {
            for (long index : indices) {
                int from = (o * in[axis] + position(index, in[axis])) * inner;
                if (floats != null) {
                    floats.get(from, (float[]) target, at, inner);
                } else {
                    System.arraycopy(data.integers(), from, target, at, inner);
                }
                at += inner;
            }
        }
        return floats != null
                ? Value.of(data.type(), to, (float[]) target)
                : Value.of(data.type(), to, (long[]) target);
    }

    private static Value elements(Call call) {
        Value data = call.in(0);
        int[] shape = data.shape();
        int[] to = call.in(1).shape();
        long[] indices = call.in(1).integers();
        int axis = call.axis(0, shape.length);
        for (int i = 0; i < shape.length; i++) {
            if (i != axis && to[i] > shape[i]) {
                throw new Refusal("indices of shape " + Arrays.toString(to) + " into " + Arrays.toString(shape));
            }
        }
        int[] steps = Shape.steps(shape);
        int[] walk = steps.clone();
        walk[axis] = 0;
        int[] sources = Shape.walk(to, walk, 0);
        for (int i = 0; i < sources.length; i++) {
            sources[i] += position(indices[i], shape[axis]) * steps[axis];
        }
        return data.pick(sources, to);
    }

    private static Value tuples(Call call) {
        Value data = call.in(0);
        int[] shape = data.shape();
        int[] chosen = call.in(1).shape();
        long[] indices = call.in(1).integers();
        if (call.node().integer("batch_dims", 0) != 0) {
            throw new Refusal("batch_dims " + call.node().integer("batch_dims", 0) + " is not supported");
        }
        int width = chosen[chosen.length - 1];
        int[] inner = Arrays.copyOfRange(shape, width, shape.length);
        int block = Shape.size(inner);
        int[] to = Arrays.copyOf(chosen, chosen.length - 1 + inner.length);
        System.arraycopy(inner, 0, to, chosen.length - 1, inner.length);
        int[] sources = new int[Shape.allocatable(to)];
        for (int tuple = 0; tuple < indices.length / width; tuple++) {
            int start = 0;
            for (int i = 0; i < width; i++) {
                start = start * shape[i] + position(indices[tuple * width + i], shape[i]);
            }
            for (int i = 0; i < block; i++) {
                sources[tuple * block + i] = start * block + i;
            }
        }
        return data.pick(sources, to);
    }

    private static int position(long index, int size) {
        long positive = index < 0 ? index + size : index;
        if (positive < 0 || positive >= size) {
            throw new Refusal("index " + index + " on an axis of size " + size);
        }
        return (int) positive;
    }
}
