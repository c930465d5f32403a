package io.github.emotion4j.eval.classifier;

/**
 * Mean 0 and deviation 1 for every column.
 *
 * @param mean of each column
 * @param deviation of each column; 1 where it does not vary
 */
record Standardisation(double[] mean, double[] deviation) {

    /** What stands for the deviation of a column that does not vary. */
    static final double CONSTANT = 1;

    static Standardisation of(Features features) {
        int columns = features.columns();
        var mean = new double[columns];
        var deviation = new double[columns];
        for (int column = 0; column < columns; column++) {
            double sum = 0;
            for (int at = column; at < features.values().length; at += columns) {
                sum += features.values()[at];
            }
            mean[column] = sum / features.rows();
            double squares = 0;
            for (int at = column; at < features.values().length; at += columns) {
                double distance = features.values()[at] - mean[column];
                squares += distance * distance;
            }
            double own = Math.sqrt(squares / features.rows());
            deviation[column] = own > 1e-12 * Math.max(1, Math.abs(mean[column])) ? own : CONSTANT;
        }
        return new Standardisation(mean, deviation);
    }

    Features apply(Features features) {
        var scaled = new float[features.values().length];
        for (int at = 0; at < scaled.length; at++) {
            int column = at % mean.length;
            scaled[at] = (float) ((features.values()[at] - mean[column]) / deviation[column]);
        }
        return new Features(scaled, features.columns());
    }
}
