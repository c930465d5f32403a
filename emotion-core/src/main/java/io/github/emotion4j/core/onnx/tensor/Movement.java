package io.github.emotion4j.core.onnx.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * A rearrangement of elements that computes nothing: reshape, transpose, slice, look-up of known rows, repetition.
 *
 * @param kind what is done
 * @param in shape before
 * @param out shape after
 * @param strides for all but {@code PICK}: how the source index moves along each axis of {@code out}; null for a reshape
 * @param offset source index of the first element
 * @param picked for {@code PICK}: the source index of every element
 */
public record Movement(Kind kind, int[] in, int[] out, int[] strides, int offset, int[] picked) {

    /** What is done. */
    public enum Kind {
        RESHAPE,
        TRANSPOSE,
        SLICE,
        EXPAND,
        PICK
    }

    /** The same elements in another shape. */
    public static Movement reshape(int[] in, int[] out) {
        if (Shape.size(in) != Shape.size(out)) {
            throw new Refusal(
                    "a tensor of shape " + Arrays.toString(in) + " cannot be reshaped to " + Arrays.toString(out));
        }
        return new Movement(Kind.RESHAPE, in, out, null, 0, null);
    }

    /** Axis {@code i} of the result is axis {@code order[i]} of the source. */
    public static Movement transpose(int[] in, int... order) {
        int[] steps = Shape.strides(in, in);
        int[] out = new int[in.length];
        int[] strides = new int[in.length];
        boolean[] used = new boolean[in.length];
        if (order.length != in.length) {
            throw new Refusal("a permutation of " + order.length + " axes of a tensor of rank " + in.length);
        }
        for (int i = 0; i < in.length; i++) {
            if (used[order[i]]) {
                throw new Refusal(Arrays.toString(order) + " is not a permutation");
            }
            used[order[i]] = true;
            out[i] = in[order[i]];
            strides[i] = steps[order[i]];
        }
        return new Movement(Kind.TRANSPOSE, in, out, strides, 0, null);
    }

    /** {@code counts[i]} elements of each axis from {@code starts[i]} on, {@code steps[i]} apart. */
    public static Movement slice(int[] in, int[] starts, int[] counts, int[] steps) {
        int[] strides = Shape.steps(in);
        int offset = 0;
        for (int i = 0; i < in.length; i++) {
            if (counts[i] > 0) {
                offset += starts[i] * strides[i];
            }
            strides[i] *= steps[i];
        }
        return new Movement(Kind.SLICE, in, counts, strides, offset, null);
    }

    /** Repeats along axes of size 1 and new leading axes. */
    public static Movement expand(int[] in, int[] out) {
        return new Movement(Kind.EXPAND, in, out, Shape.strides(in, out), 0, null);
    }

    /** Repeats the whole {@code repeats[i]} times along each axis. */
    public static Movement tile(int[] in, long[] repeats) {
        int[] out = new int[in.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.toIntExact(Math.multiplyExact(in[i], repeats[i]));
        }
        int[] picked = new int[Shape.allocatable(out)];
        int[] steps = Shape.strides(in, in);
        for (int i = 0; i < picked.length; i++) {
            int rest = i;
            for (int axis = out.length - 1; axis >= 0; axis--) {
                picked[i] += rest % out[axis] % in[axis] * steps[axis];
                rest /= out[axis];
            }
        }
        return new Movement(Kind.PICK, in, out, null, 0, picked);
    }

    /** Takes {@code indices} (of any shape) along an axis. */
    public static Movement gather(int[] in, int axis, long[] indices, int[] indexShape) {
        int[] out = new int[in.length - 1 + indexShape.length];
        System.arraycopy(in, 0, out, 0, axis);
        System.arraycopy(indexShape, 0, out, axis, indexShape.length);
        System.arraycopy(in, axis + 1, out, axis + indexShape.length, in.length - axis - 1);
        int outer = Shape.size(Arrays.copyOf(in, axis));
        int inner = Shape.size(Arrays.copyOfRange(in, axis + 1, in.length));
        int[] picked = new int[Shape.allocatable(out)];
        int next = 0;
        for (int o = 0; o < outer; o++) {
            for (long index : indices) {
                long row = index < 0 ? index + in[axis] : index;
                if (row < 0 || row >= in[axis]) {
                    throw new Refusal("index " + index + " on an axis of size " + in[axis]);
                }
                int start = (int) ((o * (long) in[axis] + row) * inner);
                for (int i = 0; i < inner; i++) {
                    picked[next++] = start + i;
                }
            }
        }
        return new Movement(Kind.PICK, in, out, null, 0, picked);
    }

    /** The source index of every element of the result. */
    int[] sources() {
        Shape.allocatable(out);
        return switch (kind) {
            case RESHAPE -> identity(Shape.size(out));
            case PICK -> picked;
            case TRANSPOSE, SLICE, EXPAND -> Shape.walk(out, strides, offset);
        };
    }

    /** The source index of one element of the result. */
    public int source(int index) {
        if (kind == Kind.RESHAPE) {
            return index;
        }
        if (kind == Kind.PICK) {
            return picked[index];
        }
        int rest = index;
        int source = offset;
        for (int axis = out.length - 1; axis >= 0; axis--) {
            source += rest % out[axis] * strides[axis];
            rest /= out[axis];
        }
        return source;
    }

    /** The moved elements of known numbers. */
    public Known apply(Known known) {
        Known dense = known.dense();
        return kind == Kind.RESHAPE
                ? new Known(dense.type(), out, out, dense.floats(), dense.integers())
                : dense.pick(sources(), out);
    }

    /** Whether only the shape changes, and not the last axis: what works on rows does not notice. */
    public boolean keepsRows() {
        return kind == Kind.RESHAPE && in.length > 0 && out.length > 0 && in[in.length - 1] == out[out.length - 1];
    }

    /** Several movements after each other as one: the source index of every element of the last result. */
    public static int[] compose(List<Movement> movements) {
        int[] composed = null;
        for (Movement movement : movements) {
            if (movement.kind == Kind.RESHAPE) {
                continue;
            }
            int[] sources = movement.sources();
            if (composed == null) {
                composed = sources.clone();
            } else {
                int[] next = new int[sources.length];
                for (int i = 0; i < next.length; i++) {
                    next[i] = composed[sources[i]];
                }
                composed = next;
            }
        }
        return composed != null ? composed : identity(Shape.allocatable(movements.get(movements.size() - 1).out));
    }

    /** The source index of every element where nothing is rearranged. */
    public static int[] identity(int size) {
        int[] identity = new int[size];
        for (int i = 0; i < size; i++) {
            identity[i] = i;
        }
        return identity;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Movement m
                && kind == m.kind
                && offset == m.offset
                && Arrays.equals(in, m.in)
                && Arrays.equals(out, m.out)
                && Arrays.equals(strides, m.strides)
                && Arrays.equals(picked, m.picked);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(in) + Arrays.hashCode(out)) + Arrays.hashCode(strides) + kind.hashCode();
    }
}
