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

    /** The nearest value of this floating-point type. */
    public double round(double value) {
        return switch (this) {
            case F64 -> value;
            case F32 -> (float) value;
            case F16 -> toPrecision(value, 11, -24, 65504);
            case BF16 -> toPrecision(value, 8, -133, 0x1.fep127);
            default -> throw new IllegalArgumentException(this + " is not a floating-point type");
        };
    }

    private static double toPrecision(double value, int bits, int lowest, double greatest) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        int step = Math.max(Math.getExponent(value) - bits + 1, lowest);
        double rounded = Math.scalb(Math.rint(Math.scalb(value, -step)), step);
        return Math.abs(rounded) > greatest ? Math.copySign(Double.POSITIVE_INFINITY, value) : rounded;
    }
}
