package io.github.emotion4j.core.onnx.tensor;

/** Element types of the tensors that are computed with. */
public enum ElementType {
    F16,
    BF16,
    F32,
    F64,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    BOOL;

    /** Whether it is a floating-point type. */
    public boolean isFloat() {
        return this == F16 || this == BF16 || this == F32 || this == F64;
    }

    /** Bytes of a stored element. */
    public int bytes() {
        return switch (this) {
            case I8, U8, BOOL -> 1;
            case F16, BF16, I16, U16 -> 2;
            case F32, I32, U32 -> 4;
            case F64, I64 -> 8;
        };
    }

    /** What this integer type makes of a number: the low bits, as in two's complement; of a boolean whether it is not 0. */
    public long wrap(long value) {
        return switch (this) {
            case I8 -> (byte) value;
            case U8 -> value & 0xff;
            case I16 -> (short) value;
            case U16 -> value & 0xffff;
            case I32 -> (int) value;
            case U32 -> value & 0xffffffffL;
            case I64 -> value;
            case BOOL -> value == 0 ? 0 : 1;
            default -> throw new IllegalArgumentException(this + " is not an integer type");
        };
    }
}
