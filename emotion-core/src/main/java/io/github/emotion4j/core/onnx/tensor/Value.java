package io.github.emotion4j.core.onnx.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor whose numbers are at hand, row-major. Floating-point numbers of every type are held as float32, so that a graph in half precision is
 * computed as it was meant and not as it was rounded; integers of every type as int64, booleans as 0 and 1. Not to be changed once made.
 */
public final class Value {

    private static final float MAX_HALF = 65504;

    private final ElementType type;
    private final int[] shape;
    private final float[] floats;
    private final long[] integers;

    /** Floating-point numbers that stay in the file until somebody asks for them. */
    private final FloatBuffer stored;

    private Value(ElementType type, int[] shape, float[] floats, long[] integers, FloatBuffer stored) {
        int elements = floats != null ? floats.length : integers != null ? integers.length : stored.limit();
        if (elements != Shape.size(shape)) {
            throw new Refusal(elements + " numbers for the shape " + Arrays.toString(shape));
        }
        this.type = type;
        this.shape = shape;
        this.floats = floats;
        this.integers = integers;
        this.stored = stored;
    }

    /** A tensor of a floating-point type over an array, not copied. */
    public static Value of(ElementType type, int[] shape, float[] floats) {
        return new Value(type, shape, floats, null, null);
    }

    /** A tensor of an integer type or of booleans over an array, not copied. */
    public static Value of(ElementType type, int[] shape, long[] integers) {
        return new Value(type, shape, null, integers, null);
    }

    /** A tensor of a floating-point type whose numbers lie in a file. */
    public static Value view(ElementType type, int[] shape, FloatBuffer stored) {
        return new Value(type, shape, null, null, stored);
    }

    /** A float32 number. */
    public static Value scalar(float number) {
        return of(ElementType.F32, new int[0], new float[] {number});
    }

    /** A one-dimensional int64 tensor. */
    public static Value vector(long... values) {
        return of(ElementType.I64, new int[] {values.length}, values);
    }

    /** The element type. */
    public ElementType type() {
        return type;
    }

    /** Sizes of the axes; not to be changed. */
    public int[] shape() {
        return shape;
    }

    /** Number of axes. */
    public int rank() {
        return shape.length;
    }

    /** Number of elements. */
    public int size() {
        return Shape.size(shape);
    }

    /** Size of the last axis; 1 for a scalar. */
    public int lastAxis() {
        return shape.length == 0 ? 1 : shape[shape.length - 1];
    }

    /** Whether it is of a floating-point type. */
    public boolean isFloat() {
        return integers == null;
    }

    /** The numbers of a floating-point tensor, not to be changed; copied where they lie in a file. */
    public float[] floats() {
        requireFloat();
        if (floats != null) {
            return floats;
        }
        float[] copy = new float[stored.limit()];
        stored.get(0, copy);
        return copy;
    }

    /** The numbers of a floating-point tensor where they are. */
    public FloatBuffer buffer() {
        requireFloat();
        return floats != null ? FloatBuffer.wrap(floats) : stored;
    }

    /** The numbers of a tensor of integers or booleans, not to be changed. */
    public long[] integers() {
        if (isFloat()) {
            throw new Refusal("a tensor of " + type + " where integers were expected");
        }
        return integers;
    }

    /** The numbers of a tensor of booleans, not to be changed. */
    public long[] booleans() {
        if (type != ElementType.BOOL) {
            throw new Refusal("a tensor of " + type + " where booleans were expected");
        }
        return integers;
    }

    /** An element, whatever the type. */
    public double number(int index) {
        return integers != null ? integers[index] : floats != null ? floats[index] : stored.get(index);
    }

    /** The value of a tensor of one element. */
    public double scalar() {
        if (size() != 1) {
            throw new Refusal("a tensor of shape " + Arrays.toString(shape) + " where one number was expected");
        }
        return number(0);
    }

    /** The same numbers in another shape. */
    public Value reshaped(int... to) {
        if (Shape.size(to) != size()) {
            throw new Refusal(
                    "a tensor of shape " + Arrays.toString(shape) + " cannot be reshaped to " + Arrays.toString(to));
        }
        return new Value(type, to, floats, integers, stored);
    }

    /** A tensor of the elements at these positions. */
    public Value pick(int[] sources, int... to) {
        if (isFloat()) {
            FloatBuffer from = buffer();
            float[] picked = new float[sources.length];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = from.get(sources[i]);
            }
            return of(type, to, picked);
        }
        long[] picked = new long[sources.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = integers[sources[i]];
        }
        return of(type, to, picked);
    }

    /** A tensor of the elements that a walk of these steps along the axes of {@code to} meets, from {@code offset} on. */
    public Value strided(int[] to, int[] steps, int offset) {
        int size = Shape.allocatable(to);
        Object source = isFloat() ? floats() : integers;
        Object target = isFloat() ? new float[size] : new long[size];
        int width = to.length == 0 ? 1 : to[to.length - 1];
        int step = to.length == 0 ? 1 : steps[to.length - 1];
        if (size > 0) {
            int outer = Math.max(0, to.length - 1);
            int[] starts = Shape.walk(Arrays.copyOf(to, outer), Arrays.copyOf(steps, outer), offset);
            for (int row = 0; row < starts.length; row++) {
                copyRow(source, starts[row], step, target, row * width, width);
            }
        }
        return isFloat() ? of(type, to, (float[]) target) : of(type, to, (long[]) target);
    }

    private static void copyRow(Object source, int from, int step, Object target, int at, int count) {
        if (step == 1) {
            System.arraycopy(source, from, target, at, count);
        } else if (source instanceof float[] floats) {
            float[] to = (float[]) target;
            for (int i = 0; i < count; i++) {
                to[at + i] = floats[from + i * step];
            }
        } else {
            long[] integers = (long[]) source;
            long[] to = (long[]) target;
            for (int i = 0; i < count; i++) {
                to[at + i] = integers[from + i * step];
            }
        }
    }

    /** Converts the elements as ONNX's Cast does; only what half precision cannot hold at all is lost by a conversion to it. */
    public Value cast(ElementType to) {
        if (to == type) {
            return this;
        }
        int size = size();
        if (!to.isFloat()) {
            long[] cast = new long[size];
            for (int i = 0; i < size; i++) {
                boolean truth = to == ElementType.BOOL;
                cast[i] = truth ? (number(i) != 0 ? 1 : 0) : to.wrap(isFloat() ? (long) number(i) : integers[i]);
            }
            return of(to, shape, cast);
        }
        if (isFloat() && to != ElementType.F16) {
            return new Value(to, shape, floats, null, stored);
        }
        float[] cast = new float[size];
        for (int i = 0; i < size; i++) {
            float number = (float) number(i);
            boolean lost = to == ElementType.F16 && Math.abs(number) > MAX_HALF;
            cast[i] = lost ? Math.copySign(Float.POSITIVE_INFINITY, number) : number;
        }
        return of(to, shape, cast);
    }

    private void requireFloat() {
        if (!isFloat()) {
            throw new Refusal("a tensor of " + type + " where floating-point numbers were expected");
        }
    }
}
