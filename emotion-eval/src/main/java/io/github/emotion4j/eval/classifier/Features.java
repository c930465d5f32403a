package io.github.emotion4j.eval.classifier;

import java.util.Objects;

/**
 * One vector a text, as {@code Encoder.features} gives them. The array is not copied and must not change while it is used here.
 *
 * @param values {@code [rows, columns]} row-major, all finite
 * @param columns width of a vector, at least 1
 */
public record Features(float[] values, int columns) {

    /** Checks that the values fill whole rows. */
    public Features {
        Objects.requireNonNull(values, "values");
        if (columns < 1 || values.length % columns != 0) {
            throw new IllegalArgumentException(values.length + " values do not fill rows of " + columns
                    + " columns; pass the matrix [rows, columns] row by row");
        }
    }

    /** Number of vectors. */
    public int rows() {
        return values.length / columns;
    }

    /** A copy of the vector of a row, {@code 0 <= row < rows()}. */
    public float[] row(int row) {
        Objects.checkIndex(row, rows());
        return java.util.Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    /**
     * A copy of the given rows in the given order.
     *
     * @throws IndexOutOfBoundsException if a row does not exist
     */
    public Features select(int... rows) {
        var chosen = new float[Math.multiplyExact(rows.length, columns)];
        for (int at = 0; at < rows.length; at++) {
            Objects.checkIndex(rows[at], rows());
            System.arraycopy(values, rows[at] * columns, chosen, at * columns, columns);
        }
        return new Features(chosen, columns);
    }

    /** Checks that there is one label id a row, each in range, and that every value is finite. */
    void requireTrainable(int[] labelIds, int labels) {
        if (labelIds.length != rows()) {
            throw new IllegalArgumentException(labelIds.length + " labels for " + rows() + " rows of features");
        }
        if (labelIds.length == 0) {
            throw new IllegalArgumentException("no rows to train on; give at least one text");
        }
        for (int row = 0; row < labelIds.length; row++) {
            if (labelIds[row] < 0 || labelIds[row] >= labels) {
                throw new IllegalArgumentException(
                        "row " + (row + 1) + ": label id " + labelIds[row] + " is not in [0, " + labels + ")");
            }
        }
        requireFinite();
    }

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public void requireFinite() {
        for (int at = 0; at < values.length; at++) {
            if (!Float.isFinite(values[at])) {
                throw new IllegalArgumentException("row " + (at / columns + 1) + ", column " + (at % columns + 1)
                        + ": feature is " + values[at] + "; the encoder that made it is broken or was fed bad weights");
            }
        }
    }
}
