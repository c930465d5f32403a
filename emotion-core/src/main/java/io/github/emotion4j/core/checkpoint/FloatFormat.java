package io.github.emotion4j.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

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
            values[i] = switch (this) {
                case F16 -> halfToFloat(source.getShort(2 * i));
                case BF16 -> Float.intBitsToFloat(source.getShort(2 * i) << 16);
                case F64 -> (float) source.getDouble(8 * i);
                case F32 -> throw new AssertionError();
            };
        }
        return FloatBuffer.wrap(values);
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
