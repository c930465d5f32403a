package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Sums, means and extremes over axes: the axes and the resulting shape of a node, and the numbers of a known input. */
final class Reduction {

    private Reduction() {}

    /** The axes a node reduces, sorted; all if it names none, none if it says that none is meant. */
    static int[] axes(Node node, int rank, Known input) {
        long[] given = node.has("axes")
                ? node.integers("axes").orElseThrow()
                : input != null ? input.toIntegers() : new long[0];
        if (given.length == 0) {
            return node.integer("noop_with_empty_axes", 0) != 0
                    ? new int[0]
                    : IntStream.range(0, rank).toArray();
        }
        return Arrays.stream(given)
                .mapToInt(axis -> Shape.axis(axis, rank))
                .sorted()
                .distinct()
                .toArray();
    }

    /** The shape that is left. */
    static int[] shape(Node node, int[] shape, int[] axes) {
        boolean keep = node.integer("keepdims", 1) != 0;
        return IntStream.range(0, shape.length)
                .filter(i -> keep || Arrays.binarySearch(axes, i) < 0)
                .map(i -> Arrays.binarySearch(axes, i) < 0 ? shape[i] : 1)
                .toArray();
    }

    static Known of(Node node, List<Known> in, double start, DoubleBinaryOperator combine, boolean mean) {
        Known dense = in.get(0).dense();
        int[] shape = dense.shape();
        int[] axes = axes(node, shape.length, in.size() > 1 ? in.get(1) : null);
        int[] kept = shape.clone();
        for (int axis : axes) {
            kept[axis] = 1;
        }
        double[] result = new double[Shape.size(kept)];
        Arrays.fill(result, start);
        int[] targets = Shape.walk(shape, Shape.strides(kept, shape), 0);
        for (int i = 0; i < targets.length; i++) {
            result[targets[i]] = combine.applyAsDouble(result[targets[i]], dense.number(i));
        }
        double count = mean ? (double) targets.length / result.length : 1;
        int[] out = shape(node, shape, axes);
        if (dense.type().isFloat()) {
            return Known.of(dense.type(), out, result).map(x -> x / count);
        }
        return Known.of(
                dense.type(),
                out,
                Arrays.stream(result).mapToLong(x -> (long) (x / count)).toArray());
    }
}
