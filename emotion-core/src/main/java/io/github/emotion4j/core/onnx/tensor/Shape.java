package io.github.emotion4j.core.onnx.tensor;

import java.util.Arrays;

/** Arithmetic on tensor shapes: row-major sizes of the axes. */
public final class Shape {

    /** The most elements that a computed tensor may have: attention of 16 heads between 2048 tokens. Bounds memory before it is taken. */
    public static final int MAX_ELEMENTS = 1 << 26;

    private static final int MAX_RANK = 8;

    private Shape() {}

    /** Number of elements. */
    public static int size(int... shape) {
        if (shape.length > MAX_RANK) {
            throw new Refusal("a tensor of rank " + shape.length + "; at most " + MAX_RANK + " is supported");
        }
        long size = 1;
        for (int axis : shape) {
            if (axis < 0) {
                throw new Refusal("a tensor of the impossible shape " + Arrays.toString(shape));
            }
            size *= axis;
            if (size > Integer.MAX_VALUE) {
                throw new Refusal("a tensor of shape " + Arrays.toString(shape) + " is too large");
            }
        }
        return (int) size;
    }

    /** The number of elements in a new array of that shape, once it is sure that it may be taken. */
    public static int allocatable(int[] shape) {
        int size = size(shape);
        if (size > MAX_ELEMENTS) {
            throw new Refusal("a computed tensor of shape " + Arrays.toString(shape) + " exceeds the limit of "
                    + MAX_ELEMENTS + " elements");
        }
        return size;
    }

    /** A non-negative axis. */
    public static int axis(long axis, int rank) {
        long positive = axis < 0 ? axis + rank : axis;
        if (positive < 0 || positive >= rank) {
            throw new Refusal("axis " + axis + " of a tensor of rank " + rank);
        }
        return (int) positive;
    }

    /** The shape of an element-wise operation with broadcasting. */
    public static int[] broadcast(int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] shape = new int[rank];
        for (int i = 0; i < rank; i++) {
            int x = aligned(a, i, rank);
            int y = aligned(b, i, rank);
            if (x != y && x != 1 && y != 1) {
                throw new Refusal(
                        "shapes " + Arrays.toString(a) + " and " + Arrays.toString(b) + " do not fit together");
            }
            shape[i] = x == 1 ? y : x;
        }
        return shape;
    }

    /** Size of axis {@code i} once the shape has been filled up to {@code rank} with ones on the left. */
    static int aligned(int[] shape, int i, int rank) {
        int own = i - (rank - shape.length);
        return own < 0 ? 1 : shape[own];
    }

    /** Steps in a row-major array for each axis. */
    public static int[] steps(int... shape) {
        int[] steps = new int[shape.length];
        int step = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            steps[i] = step;
            step *= shape[i];
        }
        return steps;
    }

    /** Steps in a row-major array for each axis of {@code out}, 0 where {@code in} is broadcast. */
    public static int[] strides(int[] in, int[] out) {
        int[] strides = new int[out.length];
        int step = 1;
        for (int i = out.length - 1; i >= 0; i--) {
            int size = aligned(in, i, out.length);
            strides[i] = size == 1 ? 0 : step;
            step *= size;
        }
        return strides;
    }

    /** The source index of every element of {@code out} in an array walked with {@code strides}, from {@code offset} on. */
    public static int[] walk(int[] out, int[] strides, int offset) {
        int[] sources = new int[size(out)];
        int[] at = new int[out.length];
        int source = offset;
        for (int i = 0; i < sources.length; i++) {
            sources[i] = source;
            for (int axis = out.length - 1; axis >= 0; axis--) {
                source += strides[axis];
                if (++at[axis] < out[axis]) {
                    break;
                }
                source -= strides[axis] * out[axis];
                at[axis] = 0;
            }
        }
        return sources;
    }
}
