package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.tensor.Shape;
import java.util.Arrays;

/** Where an operand's elements are when it is broadcast to a larger shape. */
final class Operand {

    private final int size;

    /** For every element of the larger shape, unless the operand is only repeated as a whole. */
    private final int[] sources;

    Operand(int[] shape, int[] to) {
        this.size = Shape.size(shape);
        this.sources = repeats(shape, to) ? null : Shape.walk(to, Shape.strides(shape, to), 0);
    }

    /** Whether, but for leading ones, the shape is the end of the larger one. */
    private static boolean repeats(int[] shape, int[] to) {
        int ones = 0;
        while (ones < shape.length && shape[ones] == 1) {
            ones++;
        }
        int rest = shape.length - ones;
        return Arrays.equals(shape, ones, shape.length, to, to.length - rest, to.length);
    }

    /** The position of the element that stands at {@code index} of the larger shape. */
    int at(int index) {
        if (sources != null) {
            return sources[index];
        }
        return size == 1 ? 0 : index < size ? index : index % size;
    }
}
