package io.github.emotion4j.core.onnx.tensor;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A tensor whose numbers are known. Axes along which it only repeats are stored once: {@code stored} is {@code shape} with 1 for those. So the
 * padding mask of a long text, expanded to every head and query, takes no more memory than one row.
 *
 * @param type element type
 * @param shape sizes of the axes
 * @param stored sizes of the stored axes, each 1 or that of {@code shape}
 * @param floats the stored numbers, row-major, if the type is a floating-point type
 * @param integers the stored numbers, row-major, otherwise; booleans are 0 and 1
 */
public record Known(ElementType type, int[] shape, int[] stored, double[] floats, long[] integers) {

    /** A tensor of a floating-point type, every element stored. */
    public static Known of(ElementType type, int[] shape, double[] floats) {
        return new Known(type, shape, shape, floats, null);
    }

    /** A tensor of another type, every element stored. */
    public static Known of(ElementType type, int[] shape, long[] integers) {
        return new Known(type, shape, shape, null, integers);
    }

    /** A one-dimensional int64 tensor. */
    public static Known vector(long... values) {
        return of(ElementType.I64, new int[] {values.length}, values);
    }

    /** Number of stored elements. */
    public int storedSize() {
        return floats != null ? floats.length : integers.length;
    }

    /** A stored element, whatever the type. */
    public double number(int index) {
        return floats != null ? floats[index] : integers[index];
    }

    /** Whether it has exactly one element. */
    boolean isScalar() {
        return Shape.size(shape) == 1;
    }

    /** The value of a scalar. */
    public double scalar() {
        if (!isScalar()) {
            throw new Refusal("a tensor of shape " + Arrays.toString(shape) + " where one number was expected");
        }
        return number(0);
    }

    /** All elements as integers, row-major. */
    public long[] toIntegers() {
        if (type.isFloat()) {
            throw new Refusal("a tensor of " + type + " where integers were expected");
        }
        return dense().integers;
    }

    /** All elements as numbers, row-major. */
    public double[] toNumbers() {
        Known dense = dense();
        return floats != null
                ? dense.floats
                : Arrays.stream(dense.integers).asDoubleStream().toArray();
    }

    /** The same tensor with every element stored. */
    public Known dense() {
        if (Arrays.equals(shape, stored)) {
            return this;
        }
        Shape.allocatable(shape);
        return pick(Shape.walk(shape, Shape.strides(stored, shape), 0), shape);
    }

    /** The same tensor repeated along axes of size 1 and new leading axes; takes no memory. */
    public Known expand(int[] to) {
        int[] wide = Shape.broadcast(shape, to);
        int[] narrow = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            narrow[i] = Shape.aligned(stored, i, wide.length);
        }
        return new Known(type, wide, narrow, floats, integers);
    }

    /** A tensor of the elements at these positions of this dense one. */
    public Known pick(int[] sources, int[] newShape) {
        if (floats != null) {
            double[] picked = new double[sources.length];
            for (int i = 0; i < sources.length; i++) {
                picked[i] = floats[sources[i]];
            }
            return of(type, newShape, picked);
        }
        long[] picked = new long[sources.length];
        for (int i = 0; i < sources.length; i++) {
            picked[i] = integers[sources[i]];
        }
        return of(type, newShape, picked);
    }

    /** Applies a function to every element, rounding to the type. */
    public Known map(DoubleUnaryOperator function) {
        if (floats != null) {
            double[] mapped = new double[floats.length];
            for (int i = 0; i < mapped.length; i++) {
                mapped[i] = type.round(function.applyAsDouble(floats[i]));
            }
            return new Known(type, shape, stored, mapped, null);
        }
        long[] mapped = new long[integers.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = (long) function.applyAsDouble(integers[i]);
        }
        return new Known(type, shape, stored, null, mapped);
    }

    /** Converts the elements as ONNX's Cast does. */
    public Known cast(ElementType to) {
        if (to == type) {
            return this;
        }
        if (to.isFloat()) {
            double[] cast = new double[storedSize()];
            for (int i = 0; i < cast.length; i++) {
                cast[i] = to.round(number(i));
            }
            return new Known(to, shape, stored, cast, null);
        }
        long[] cast = new long[storedSize()];
        for (int i = 0; i < cast.length; i++) {
            cast[i] = to == ElementType.BOOL
                    ? (number(i) != 0 ? 1 : 0)
                    : wrap(to, floats != null ? (long) floats[i] : integers[i]);
        }
        return new Known(to, shape, stored, null, cast);
    }

    private static long wrap(ElementType to, long value) {
        return switch (to) {
            case I8 -> (byte) value;
            case U8 -> value & 0xff;
            case I16 -> (short) value;
            case U16 -> value & 0xffff;
            case I32 -> (int) value;
            case U32 -> value & 0xffffffffL;
            default -> value;
        };
    }
}
