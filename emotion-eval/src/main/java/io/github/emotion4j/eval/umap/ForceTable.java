package io.github.emotion4j.eval.umap;

import java.util.function.DoubleUnaryOperator;

/**
 * A function of a squared distance, looked up: the layout asks for it tens of millions of times, and powers are what that would cost.
 *
 * <p>128 cells an octave, linear within a cell: to within 1e-4 of the curve's forces. Distances below 2^-20 or above 2^20 count as these.
 */
final class ForceTable {

    private static final int SHIFT = 23 - 7; // of the 23 bits of a float's mantissa the upper 7 choose the cell
    private static final int WITHIN = (1 << SHIFT) - 1;
    private static final int FIRST = Float.floatToRawIntBits(0x1p-40f);
    private static final int LAST = Float.floatToRawIntBits(0x1p40f);

    private final double[] values = new double[((LAST - FIRST) >> SHIFT) + 2];

    ForceTable(DoubleUnaryOperator force) {
        for (int cell = 0; cell < values.length; cell++) {
            values[cell] = force.applyAsDouble(Float.intBitsToFloat(FIRST + (cell << SHIFT)));
        }
    }

    /**
     * The force.
     *
     * @param squared at least 0
     */
    double at(double squared) {
        // bits of floats above 0 are ordered as the numbers are
        int bits = Math.max(FIRST, Math.min(LAST, Float.floatToRawIntBits((float) squared)));
        int cell = (bits - FIRST) >> SHIFT;
        double part = (bits & WITHIN) * (1.0 / (WITHIN + 1));
        return values[cell] + part * (values[cell + 1] - values[cell]);
    }
}
