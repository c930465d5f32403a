package io.github.emotion4j.eval.calibration;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.Evaluation;
import java.util.Arrays;

/**
 * Temperature scaling (Guo et al., 2017): logits are divided by one number, fitted on validation data, which changes no answer but makes the confidence
 * fit the accuracy.
 *
 * @param value greater than 0; 1 changes nothing, more makes less confident
 */
public record Temperature(double value) {

    /** Where no finite temperature is best, as on data without any mistake, the fit ends at these. */
    static final double LOWEST = 0.01;

    static final double HIGHEST = 100;

    /** Below this a probability in single precision is taken as this, so that its logarithm is finite. */
    private static final double LEAST_PROBABILITY = Float.MIN_VALUE;

    /** Checks the range given above. */
    public Temperature {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("temperature must be > 0 and finite, found " + value);
        }
    }

    /**
     * The temperature of least log loss. The loss is convex in the inverse temperature, so the zero of its slope is found by bisection, to the last bits
     * of a double.
     *
     * @param validation probabilities before scaling
     * @return in [0.01, 100]
     */
    public static Temperature fit(Evaluation validation) {
        double[][] logits = logits(validation);
        double low = 1 / HIGHEST;
        double high = 1 / LOWEST;
        if (slope(validation, logits, low) >= 0) {
            return new Temperature(HIGHEST);
        }
        if (slope(validation, logits, high) <= 0) {
            return new Temperature(LOWEST);
        }
        for (int step = 0; step < 200 && high - low > Math.ulp(high); step++) {
            double middle = (low + high) / 2;
            if (slope(validation, logits, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Temperature(2 / (low + high));
    }

    /** Slope of the summed log loss by the inverse temperature: expected logit minus logit of the truth. */
    private static double slope(Evaluation evaluation, double[][] logits, double inverse) {
        double sum = 0;
        for (int row = 0; row < logits.length; row++) {
            double[] probabilities = softmax(logits[row], inverse);
            for (int label = 0; label < probabilities.length; label++) {
                sum += probabilities[label] * logits[row][label];
            }
            sum -= logits[row][evaluation.truth(row)];
        }
        return sum;
    }

    /** Logits up to a constant a row, which the softmax cancels: logarithms of the probabilities. */
    private static double[][] logits(Evaluation evaluation) {
        int labels = evaluation.labels().size();
        var logits = new double[evaluation.rows()][labels];
        for (int row = 0; row < logits.length; row++) {
            for (int label = 0; label < labels; label++) {
                logits[row][label] = Math.log(Math.max(LEAST_PROBABILITY, evaluation.probability(row, label)));
            }
        }
        return logits;
    }

    private static double[] softmax(double[] logits, double inverse) {
        double max = Arrays.stream(logits).max().orElseThrow();
        var powers = new double[logits.length];
        double sum = 0;
        for (int label = 0; label < logits.length; label++) {
            powers[label] = Math.exp((logits[label] - max) * inverse);
            sum += powers[label];
        }
        for (int label = 0; label < logits.length; label++) {
            powers[label] /= sum;
        }
        return powers;
    }

    /** Whether the fit found no best temperature and ended at the edge of its range: then the data are too few or too easy to calibrate by. */
    public boolean atEdge() {
        return value <= LOWEST || value >= HIGHEST;
    }

    /** The temperature that undoes this one. */
    public Temperature inverse() {
        return new Temperature(1 / value);
    }

    /**
     * Scaled probabilities of one text.
     *
     * @param probabilities one a label, before scaling
     * @return one a label, summing to 1
     */
    public float[] apply(float[] probabilities) {
        var logits = new double[probabilities.length];
        for (int label = 0; label < logits.length; label++) {
            logits[label] = Math.log(Math.max(LEAST_PROBABILITY, probabilities[label]));
        }
        return single(softmax(logits, 1 / value));
    }

    /**
     * Probabilities of one text.
     *
     * @param logits one a label
     * @return one a label, summing to 1
     */
    public float[] softmax(float[] logits) {
        var exact = new double[logits.length];
        for (int label = 0; label < exact.length; label++) {
            exact[label] = logits[label];
        }
        return single(softmax(exact, 1 / value));
    }

    private static float[] single(double[] scaled) {
        var result = new float[scaled.length];
        for (int label = 0; label < result.length; label++) {
            result[label] = (float) scaled[label];
        }
        return result;
    }

    /** The evaluation of the same rows with scaled probabilities. */
    public Evaluation apply(Evaluation evaluation) {
        double[][] logits = logits(evaluation);
        var truth = new int[logits.length];
        for (int row = 0; row < logits.length; row++) {
            truth[row] = evaluation.truth(row);
            logits[row] = softmax(logits[row], 1 / value);
        }
        Labels labels = evaluation.labels();
        return Evaluation.of(labels, truth, logits);
    }
}
