package io.github.emotion4j.core.labels;

/**
 * Vectors of texts scaled to length 1, so that products are cosines. The array is not copied and must not change while it is used here.
 *
 * @param values {@code [rows, columns]} row-major
 * @param columns width of a vector, at least 1
 */
public record UnitVectors(float[] values, int columns) {

    /** Checks that the values fill whole rows. */
    public UnitVectors {
        if (columns < 1 || values.length % columns != 0) {
            throw new IllegalArgumentException(values.length + " values do not fill rows of " + columns + " columns");
        }
    }

    /**
     * Scales vectors to length 1.
     *
     * @param vectors {@code [rows, columns]} row-major, left as they are
     * @throws IllegalArgumentException if one has no direction: all zero, or not finite
     */
    public static UnitVectors of(float[] vectors, int columns) {
        return scaled(vectors, columns, new double[columns]);
    }

    /** These vectors, less another one, scaled to length 1 again. */
    public UnitVectors minus(double[] centre) {
        return scaled(values, columns, centre);
    }

    private static UnitVectors scaled(float[] vectors, int columns, double[] centre) {
        var units = new float[vectors.length];
        for (int from = 0; from < vectors.length; from += columns) {
            double squares = 0;
            for (int at = 0; at < columns; at++) {
                double value = vectors[from + at] - centre[at];
                squares += value * value;
            }
            double length = Math.sqrt(squares);
            if (!(length > 0) || Double.isInfinite(length)) {
                throw new IllegalArgumentException("vector " + from / columns + " has the length " + length
                        + ", so it has no direction; the encoder that made it is broken");
            }
            for (int at = 0; at < columns; at++) {
                units[from + at] = (float) ((vectors[from + at] - centre[at]) / length);
            }
        }
        return new UnitVectors(units, columns);
    }

    /** Number of vectors. */
    public int rows() {
        return values.length / columns;
    }

    /** The mean vector; shorter than 1 the more the vectors differ. */
    public double[] mean() {
        var mean = new double[columns];
        for (int at = 0; at < values.length; at++) {
            mean[at % columns] += values[at];
        }
        for (int column = 0; column < columns; column++) {
            mean[column] /= Math.max(1, rows());
        }
        return mean;
    }

    /** Product of a vector and a direction. */
    public double dot(int row, double[] direction) {
        double sum = 0;
        for (int at = 0; at < columns; at++) {
            sum += values[row * columns + at] * direction[at];
        }
        return sum;
    }

    /**
     * The prototype of each label: the mean of its vectors, scaled to length 1.
     *
     * @param labelIds of each vector
     * @param labels how many there are; each has a vector at least
     * @return {@code [labels][columns]}
     */
    public double[][] prototypes(int[] labelIds, int labels) {
        var sums = new float[Math.multiplyExact(labels, columns)];
        for (int row = 0; row < labelIds.length; row++) {
            for (int at = 0; at < columns; at++) {
                sums[labelIds[row] * columns + at] += values[row * columns + at];
            }
        }
        float[] units = of(sums, columns).values();
        var prototypes = new double[labels][columns];
        for (int at = 0; at < units.length; at++) {
            prototypes[at / columns][at % columns] = units[at];
        }
        return prototypes;
    }
}
