package io.github.emotion4j.eval.calibration;

import io.github.emotion4j.eval.Evaluation;
import java.util.ArrayList;
import java.util.List;

/**
 * Confidence against accuracy, in bins of equal width (Guo et al., 2017).
 *
 * @param bins from the least confident to the most; together they cover (0, 1]
 */
public record Reliability(List<Bin> bins) {

    /** The usual number of bins. */
    public static final int BINS = 15;

    /** Keeps an unmodifiable copy. */
    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * Rows whose confidence lies in {@code (low, high]}.
     *
     * @param low lower end, not included
     * @param high upper end, included
     * @param count number of rows
     * @param confidence mean confidence; NaN if there is no row
     * @param accuracy share of right answers; NaN if there is no row
     */
    public record Bin(double low, double high, int count, double confidence, double accuracy) {}

    /** Sorts the rows into {@link #BINS} bins by the probability of the predicted label. */
    public static Reliability of(Evaluation evaluation) {
        return of(evaluation, BINS);
    }

    /**
     * Sorts the rows into bins.
     *
     * @param bins at least 1
     */
    public static Reliability of(Evaluation evaluation, int bins) {
        var count = new int[bins];
        var confidence = new double[bins];
        var right = new int[bins];
        for (int row = 0; row < evaluation.rows(); row++) {
            double sure = evaluation.confidence(row);
            int bin = Math.min(bins - 1, Math.max(0, (int) Math.ceil(sure * bins) - 1));
            count[bin]++;
            confidence[bin] += sure;
            right[bin] += evaluation.predicted(row) == evaluation.truth(row) ? 1 : 0;
        }
        var all = new ArrayList<Bin>();
        for (int bin = 0; bin < bins; bin++) {
            all.add(new Bin(
                    (double) bin / bins,
                    (bin + 1.0) / bins,
                    count[bin],
                    count[bin] == 0 ? Double.NaN : confidence[bin] / count[bin],
                    count[bin] == 0 ? Double.NaN : (double) right[bin] / count[bin]));
        }
        return new Reliability(all);
    }

    /** Expected calibration error: the mean distance of accuracy from confidence, weighted by rows; in [0, 1], 0 is best. */
    public double expectedError() {
        double sum = 0;
        int rows = 0;
        for (var bin : bins) {
            if (bin.count() > 0) {
                sum += bin.count() * Math.abs(bin.accuracy() - bin.confidence());
                rows += bin.count();
            }
        }
        return sum / rows;
    }
}
