package io.github.emotion4j.eval;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Rows of truth and prediction, and the metrics as plain sums over them: what a bootstrap computes a thousand times. */
final class Sample {

    private final int labels;
    private final int[] truth;
    private final int[] predicted;
    private final double[][] probabilities;
    private final int[][] confusion;

    /**
     * Takes the arrays as they are.
     *
     * @param labels number of labels
     * @param truth a label id a row
     * @param predicted a label id a row
     * @param probabilities {@code [rows][labels]}
     */
    Sample(int labels, int[] truth, int[] predicted, double[][] probabilities) {
        this.labels = labels;
        this.truth = truth;
        this.predicted = predicted;
        this.probabilities = probabilities;
        this.confusion = new int[labels][labels];
        for (int row = 0; row < truth.length; row++) {
            confusion[truth[row]][predicted[row]]++;
        }
    }

    int truth(int row) {
        return truth[row];
    }

    int predicted(int row) {
        return predicted[row];
    }

    double probability(int row, int label) {
        return probabilities[row][label];
    }

    int rows() {
        return truth.length;
    }

    /** The rows that a choice of row numbers names; a row may come more than once. */
    Sample select(int[] rows) {
        var chosenTruth = new int[rows.length];
        var chosenAnswers = new int[rows.length];
        var chosenProbabilities = new double[rows.length][];
        for (int at = 0; at < rows.length; at++) {
            chosenTruth[at] = truth[rows[at]];
            chosenAnswers[at] = predicted[rows[at]];
            chosenProbabilities[at] = probabilities[rows[at]];
        }
        return new Sample(labels, chosenTruth, chosenAnswers, chosenProbabilities);
    }

    /** Counts, {@code [truth][predicted]}; not to be written to. */
    int[][] confusion() {
        return confusion;
    }

    double accuracy() {
        int right = 0;
        for (int label = 0; label < labels; label++) {
            right += confusion[label][label];
        }
        return (double) right / truth.length;
    }

    double precision(int label) {
        return ratio(confusion[label][label], column(label));
    }

    double recall(int label) {
        return ratio(confusion[label][label], support(label));
    }

    double f1(int label) {
        return ratio(2 * confusion[label][label], column(label) + support(label));
    }

    int support(int label) {
        int sum = 0;
        for (int count : confusion[label]) {
            sum += count;
        }
        return sum;
    }

    private int column(int label) {
        int sum = 0;
        for (int[] ofTruth : confusion) {
            sum += ofTruth[label];
        }
        return sum;
    }

    /** 0 where there is nothing to divide by, as scikit-learn's {@code zero_division=0}. */
    private static double ratio(int numerator, int denominator) {
        return denominator == 0 ? 0 : (double) numerator / denominator;
    }

    /** Mean over the labels that occur in truth or prediction. */
    double macro(IntToDoubleFunction ofLabel) {
        return IntStream.range(0, labels)
                .filter(label -> support(label) + column(label) > 0)
                .mapToDouble(ofLabel)
                .average()
                .orElse(Double.NaN);
    }

    /** Mean over the labels, weighted by the rows that truly have them. */
    double weighted(IntToDoubleFunction ofLabel) {
        double sum = 0;
        for (int label = 0; label < labels; label++) {
            sum += support(label) * ofLabel.applyAsDouble(label);
        }
        return sum / rows();
    }

    /** Mean of the recalls of the labels that occur in truth. */
    double balancedAccuracy() {
        return IntStream.range(0, labels)
                .filter(label -> support(label) > 0)
                .mapToDouble(this::recall)
                .average()
                .orElse(Double.NaN);
    }

    /** Natural logarithm; probabilities kept off 0 and 1 by the machine precision of double, as scikit-learn does. */
    double loss(int row) {
        double epsilon = Math.ulp(1.0);
        return -Math.log(Math.min(1 - epsilon, Math.max(epsilon, probabilities[row][truth[row]])));
    }

    double logLoss() {
        return mean(this::loss);
    }

    double brier() {
        return mean(row -> {
            double sum = 0;
            for (int label = 0; label < labels; label++) {
                double error = probabilities[row][label] - (label == truth[row] ? 1 : 0);
                sum += error * error;
            }
            return sum;
        });
    }

    private double mean(IntToDoubleFunction ofRow) {
        double sum = 0;
        for (int row = 0; row < truth.length; row++) {
            sum += ofRow.applyAsDouble(row);
        }
        return sum / truth.length;
    }

    /** NaN where no row or every row truly has the label. */
    double rocAuc(int label) {
        return ranking(label).rocAuc();
    }

    /** 0 where no row truly has the label. */
    double averagePrecision(int label) {
        return ranking(label).averagePrecision();
    }

    /** Mean over the labels where it is defined. */
    double macroRocAuc() {
        return IntStream.range(0, labels)
                .mapToDouble(this::rocAuc)
                .filter(auc -> !Double.isNaN(auc))
                .average()
                .orElse(Double.NaN);
    }

    /** Mean over the labels that occur in truth. */
    double macroAveragePrecision() {
        return IntStream.range(0, labels)
                .filter(label -> support(label) > 0)
                .mapToDouble(this::averagePrecision)
                .average()
                .orElse(Double.NaN);
    }

    private Ranking ranking(int label) {
        var scores = new double[truth.length];
        var positive = new boolean[truth.length];
        for (int row = 0; row < truth.length; row++) {
            scores[row] = probabilities[row][label];
            positive[row] = truth[row] == label;
        }
        return Ranking.of(scores, positive);
    }
}
