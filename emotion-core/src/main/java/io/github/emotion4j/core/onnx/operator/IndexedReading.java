package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** Reading known numbers at known places: GatherElements and GatherND. */
final class IndexedReading {

    private IndexedReading() {}

    static Known elements(Node node, List<Known> in) {
        Known data = in.get(0).dense();
        int[] shape = data.shape();
        int[] out = in.get(1).shape();
        long[] indices = in.get(1).toIntegers();
        int axis = Shape.axis(node.integer("axis", 0), shape.length);
        for (int i = 0; i < shape.length; i++) {
            if (i != axis && out[i] > shape[i]) {
                throw new Refusal("indices of shape " + Arrays.toString(out) + " into " + Arrays.toString(shape));
            }
        }
        int[] steps = Shape.steps(shape);
        int[] walk = steps.clone();
        walk[axis] = 0;
        int[] sources = Shape.walk(out, walk, 0);
        for (int i = 0; i < sources.length; i++) {
            sources[i] += position(indices[i], shape[axis]) * steps[axis];
        }
        return data.pick(sources, out);
    }

    static Known tuples(Node node, List<Known> in) {
        Known data = in.get(0).dense();
        int[] shape = data.shape();
        int[] indexShape = in.get(1).shape();
        long[] indices = in.get(1).toIntegers();
        if (node.integer("batch_dims", 0) != 0) {
            throw new Refusal("batch_dims " + node.integer("batch_dims", 0) + " is not supported");
        }
        int width = indexShape[indexShape.length - 1];
        int[] inner = Arrays.copyOfRange(shape, width, shape.length);
        int block = Shape.size(inner);
        int[] out = Arrays.copyOf(indexShape, indexShape.length - 1 + inner.length);
        System.arraycopy(inner, 0, out, indexShape.length - 1, inner.length);
        int[] sources = new int[Shape.allocatable(out)];
        for (int tuple = 0; tuple < indices.length / width; tuple++) {
            int start = 0;
            for (int i = 0; i < width; i++) {
                start = start * shape[i] + position(indices[tuple * width + i], shape[i]);
            }
            for (int i = 0; i < block; i++) {
                sources[tuple * block + i] = start * block + i;
            }
        }
        return data.pick(sources, out);
    }

    private static int position(long index, int size) {
        long positive = index < 0 ? index + size : index;
        if (positive < 0 || positive >= size) {
            throw new Refusal("index " + index + " on an axis of size " + size);
        }
        return (int) positive;
    }
}
