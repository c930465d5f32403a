package io.github.emotion4j.core.checkpoint;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A float32 array with a shape, row-major. The values are read, never written, by their users; they may be a view of a mapped file.
 *
 * @param shape sizes of the axes, at most rank 4
 * @param values all elements from position 0 to the limit
 */
public record Tensor(int[] shape, FloatBuffer values) {

    /** Checks that the number of values is the product of the shape. */
    public Tensor {
        long size = 1;
        for (int axis : shape) {
            size = Math.multiplyExact(size, axis);
        }
        if (size != values.limit()) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " needs " + size + " values, found " + values.limit());
        }
    }

    /** A tensor over a heap array, not copied. */
    public static Tensor of(float[] values, int... shape) {
        return new Tensor(shape, FloatBuffer.wrap(values));
    }

    /** Number of elements. */
    public int size() {
        return values.limit();
    }

    /** A copy of all elements, row-major. */
    public float[] toArray() {
        float[] copy = new float[values.limit()];
        values.get(0, copy);
        return copy;
    }
}
