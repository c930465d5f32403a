package io.github.emotion4j.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * Floating-point formats in which weights are stored, little-endian, and their widening to float32. float16 and bfloat16 widen exactly; float64 is
 * rounded to the nearest float32.
 */
public enum FloatFormat {
    /** IEEE 754 binary16. */
    F16(2),
    /** The upper half of a binary32. */
    BF16(2),
    /** IEEE 754 binary32. */
    F32(4),
    /** IEEE 754 binary64. */
    F64(8);

    private final int bytes;

    FloatFormat(int bytes) {
        this.bytes = bytes;
    }

    /**
     * The format of a tensor's elements.
     *
     * @param file for the message
     * @param tensor for the message
     * @param dtype as {@link TensorFile#dtype} gives it
     * @throws InvalidModelException if it is none of these
     */
    public static FloatFormat of(Path file, String tensor, String dtype) {
        for (FloatFormat format : values()) {
            if (format.name().equals(dtype)) {
                return format;
            }
        }
        throw new InvalidModelException(file + ": tensor '" + tensor + "' is of type " + dtype
                + "; weights must be F32, F16, BF16 or F64 (quantised weights are not supported)");
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The elements of {@code data} as float32: a view for {@link #F32}, a copy for the others. */
    public FloatBuffer widen(ByteBuffer data) {
        ByteBuffer source = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (this == F32) {
            return source.asFloatBuffer();
        }
        float[] values = new float[source.remaining() / bytes];
        for (int i = 0; i < values.length; i++) {
            values[i] = at(source, i);
        }
        return FloatBuffer.wrap(values);
    }

    /** Element {@code index} of {@code data}, which is little-endian from its first byte on, as float32. */
    public float at(ByteBuffer data, int index) {
        return switch (this) {
            case F16 -> halfToFloat(data.getShort(2 * index));
            case BF16 -> Float.intBitsToFloat(data.getShort(2 * index) << 16);
            case F32 -> data.getFloat(4 * index);
            case F64 -> (float) data.getDouble(8 * index);
        };
    }

    /** The value of a binary16 given by its bits; exact, subnormals, infinities and NaN included. */
    public static float halfToFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 31 ? 0x7f800000 : (exponent + 112) << 23;
        return Float.intBitsToFloat(sign | wide | fraction << 13);
    }
}
