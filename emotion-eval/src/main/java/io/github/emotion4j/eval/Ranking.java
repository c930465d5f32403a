package io.github.emotion4j.eval;

import java.util.Arrays;

/**
 * Rows of one label against the rest, ranked by a score. Only exactly equal scores are one threshold, as in scikit-learn; Tribuo's own curves also join
 * scores that differ in the last bits, which changes the areas in the fourth digit.
 */
final class Ranking {

    private final double[] negatives;
    private final double[] positives;

    private Ranking(double[] negatives, double[] positives) {
        this.negatives = negatives;
        this.positives = positives;
    }

    /**
     * Sorts.
     *
     * @param scores one a row
     * @param positive whether the row truly has the label
     */
    static Ranking of(double[] scores, boolean[] positive) {
        var negatives = new double[scores.length];
        var positives = new double[scores.length];
        int none = 0;
        int some = 0;
        for (int row = 0; row < scores.length; row++) {
            if (positive[row]) {
                positives[some++] = scores[row];
            } else {
                negatives[none++] = scores[row];
            }
        }
        negatives = Arrays.copyOf(negatives, none);
        positives = Arrays.copyOf(positives, some);
        Arrays.sort(negatives);
        Arrays.sort(positives);
        return new Ranking(negatives, positives);
    }

    /** Probability that a positive row outscores a negative one, equal scores half (Mann and Whitney, 1947); NaN if there is none of one sort. */
    double rocAuc() {
        double pairs = 0;
        int below = 0;
        int equal = 0;
        for (double score : positives) {
            while (below < negatives.length && negatives[below] < score) {
                below++;
            }
            equal = Math.max(equal, below);
            while (equal < negatives.length && negatives[equal] == score) {
                equal++;
            }
            pairs += below + (equal - below) / 2.0;
        }
        return positives.length == 0 || negatives.length == 0
                ? Double.NaN
                : pairs / positives.length / negatives.length;
    }

    /** Sum over the thresholds, from the greatest, of the recall gained times the precision there; 0 if there is no positive row. */
    double averagePrecision() {
        double sum = 0;
        int falsely = negatives.length;
        for (int at = positives.length - 1; at >= 0; ) {
            double threshold = positives[at];
            int before = positives.length - 1 - at;
            while (at >= 0 && positives[at] == threshold) {
                at--;
            }
            while (falsely > 0 && negatives[falsely - 1] >= threshold) {
                falsely--;
            }
            int truly = positives.length - 1 - at;
            int wrongly = negatives.length - falsely;
            sum += (double) (truly - before) / positives.length * truly / (truly + wrongly);
        }
        return Math.min(1, sum);
    }
}
