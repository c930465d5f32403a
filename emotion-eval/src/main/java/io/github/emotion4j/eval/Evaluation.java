package io.github.emotion4j.eval;

import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.data.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;

/**
 * How well probabilities fit the truth. Counts and the scores of labels are those of Tribuo's
 * {@code LabelEvaluator}.
 *
 * <pre>{@code
 * var evaluation = Evaluation.of(test.labels(), test.labelIds(), classifier.predict(test.texts()));
 * System.out.println(evaluation.accuracy() + " " + evaluation.topConfusions(3));
 * }</pre>
 *
 * <p>Undefined values follow scikit-learn: precision, recall and F1 are 0 where there is nothing to divide by ({@code zero_division=0}); macro
 * averages run over the labels that occur in truth or prediction (the default of {@code f1_score(average="macro")}), balanced accuracy over those that
 * occur in truth. The area under the ROC curve of a label that no row or every row has is NaN, and left out of the mean. The predicted label is the
 * most probable one, of equals that with the lowest id.
 *
 * <p>Immutable and thread-safe.
 */
public final class Evaluation {

    private final Labels labels;
    private final Sample sample;
    private final LabelEvaluation tribuo;

    private Evaluation(Labels labels, Sample sample) {
        this.labels = labels;
        this.sample = sample;
        this.tribuo = TribuoEvaluation.of(labels, sample);
    }

    /**
     * Evaluates.
     *
     * @param labels in id order
     * @param truth a label id a row, at least one row
     * @param probabilities {@code [rows][labels]}, each in [0, 1], each row summing to 1 within 0.001; copied
     * @throws IllegalArgumentException if the sizes differ or a value is out of range, naming the row
     */
    public static Evaluation of(Labels labels, int[] truth, double[][] probabilities) {
        if (truth.length == 0) {
            throw new IllegalArgumentException("nothing to evaluate: no rows");
        }
        if (probabilities.length != truth.length) {
            throw new IllegalArgumentException(
                    probabilities.length + " rows of probabilities for " + truth.length + " true labels");
        }
        var copy = new double[truth.length][];
        var predicted = new int[truth.length];
        for (int row = 0; row < truth.length; row++) {
            requireRow(labels, row, truth[row], probabilities[row]);
            copy[row] = probabilities[row].clone();
            predicted[row] = mostProbable(copy[row]);
        }
        return new Evaluation(labels, new Sample(labels.size(), truth.clone(), predicted, copy));
    }

    /** The same for probabilities in single precision. */
    public static Evaluation of(Labels labels, int[] truth, float[][] probabilities) {
        var widened = new double[probabilities.length][];
        for (int row = 0; row < widened.length; row++) {
            widened[row] = new double[probabilities[row].length];
            for (int label = 0; label < widened[row].length; label++) {
                widened[row][label] = probabilities[row][label];
            }
        }
        return of(labels, truth, widened);
    }

    /**
     * The same for predictions of core.
     *
     * @param predictions one a row, none of them rejected; their labels are {@code labels}, in the same order
     * @throws IllegalArgumentException as above, or if a prediction has other labels or none, naming the row
     */
    public static Evaluation of(Labels labels, int[] truth, List<Prediction> predictions) {
        for (int row = 0; row < predictions.size(); row++) {
            if (predictions.get(row).isRejected()) {
                throw new IllegalArgumentException("row " + (row + 1) + ": the text was rejected, "
                        + predictions.get(row).rejection().orElseThrow() + "; evaluate without such rows");
            }
            if (!predictions.get(row).labels().equals(labels)) {
                throw new IllegalArgumentException("row " + (row + 1) + ": predicted among "
                        + predictions.get(row).labels() + ", evaluated among " + labels);
            }
        }
        return of(
                labels,
                truth,
                predictions.stream().map(Prediction::probabilities).toArray(float[][]::new));
    }

    private static void requireRow(Labels labels, int row, int truth, double[] probabilities) {
        if (truth < 0 || truth >= labels.size()) {
            throw new IllegalArgumentException(
                    "row " + (row + 1) + ": label id " + truth + " is not in [0, " + labels.size() + ")");
        }
        if (probabilities.length != labels.size()) {
            throw new IllegalArgumentException("row " + (row + 1) + ": " + probabilities.length + " probabilities for "
                    + labels.size() + " labels " + labels);
        }
        double sum = 0;
        for (double probability : probabilities) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "row " + (row + 1) + ": probability " + probability + " is not in [0, 1]");
            }
            sum += probability;
        }
        if (Math.abs(sum - 1) > 1e-3) {
            throw new IllegalArgumentException("row " + (row + 1) + ": probabilities sum to " + sum
                    + ", expected 1; pass the softmax of the logits");
        }
    }

    private static int mostProbable(double[] probabilities) {
        int best = 0;
        for (int label = 1; label < probabilities.length; label++) {
            best = probabilities[label] > probabilities[best] ? label : best;
        }
        return best;
    }

    /** The labels, in id order. */
    public Labels labels() {
        return labels;
    }

    /** Number of rows. */
    public int rows() {
        return sample.rows();
    }

    /** True label id of a row. */
    public int truth(int row) {
        return sample.truth(row);
    }

    /** Predicted label id of a row. */
    public int predicted(int row) {
        return sample.predicted(row);
    }

    /** Probability of a label for a row. */
    public double probability(int row, int label) {
        return sample.probability(row, label);
    }

    /** Probability of the predicted label for a row. */
    public double confidence(int row) {
        return probability(row, predicted(row));
    }

    /** Cross-entropy loss of a row, natural logarithm; at most 36.04, as for a probability of 2⁻⁵². */
    public double loss(int row) {
        return sample.loss(row);
    }

    /** Tribuo's own evaluation, for what is not repeated here. Its macro averages run over all labels. */
    public LabelEvaluation tribuo() {
        return tribuo;
    }

    /** Share of rows whose predicted label is the true one. */
    public double accuracy() {
        return tribuo.accuracy();
    }

    /** Wilson's interval of the accuracy. */
    public Interval accuracyInterval() {
        return Interval.wilson(Math.round(accuracy() * rows()), rows());
    }

    /** Share of the rows predicted as a label that truly have it. */
    public double precision(int label) {
        return tribuo.precision(tribuoLabel(label));
    }

    /** Share of the rows that truly have a label that are predicted so. */
    public double recall(int label) {
        return tribuo.recall(tribuoLabel(label));
    }

    /** Harmonic mean of precision and recall. */
    public double f1(int label) {
        return tribuo.f1(tribuoLabel(label));
    }

    /** Rows that truly have a label. */
    public int support(int label) {
        return sample.support(label);
    }

    /** Area under the ROC curve, this label against the rest; 0.5 is chance. NaN if no row or every row has the label. */
    public double rocAuc(int label) {
        return sample.rocAuc(label);
    }

    /** Mean of {@link #rocAuc} over the labels where it is defined. */
    public double macroRocAuc() {
        return sample.macroRocAuc();
    }

    /** Average precision, this label against the rest, without interpolation; 0 if no row has the label. */
    public double averagePrecision(int label) {
        return sample.averagePrecision(label);
    }

    /** Mean of {@link #averagePrecision} over the labels that occur in truth. */
    public double macroAveragePrecision() {
        return sample.macroAveragePrecision();
    }

    /** Mean precision of the labels. */
    public double macroPrecision() {
        return sample.macro(this::precision);
    }

    /** Mean recall of the labels. */
    public double macroRecall() {
        return sample.macro(this::recall);
    }

    /** Mean F1 of the labels: every label counts the same. */
    public double macroF1() {
        return sample.macro(this::f1);
    }

    /** F1 of all decisions together; with one label a text it equals the accuracy. */
    public double microF1() {
        return tribuo.microAveragedF1();
    }

    /** Precision of the labels, weighted by their support. */
    public double weightedPrecision() {
        return sample.weighted(this::precision);
    }

    /** Recall of the labels, weighted by their support: the accuracy. */
    public double weightedRecall() {
        return sample.weighted(this::recall);
    }

    /** F1 of the labels, weighted by their support. */
    public double weightedF1() {
        return sample.weighted(this::f1);
    }

    /** Mean recall of the labels that occur in truth. */
    public double balancedAccuracy() {
        return sample.balancedAccuracy();
    }

    /** Mean of {@link #loss}. */
    public double logLoss() {
        return sample.logLoss();
    }

    /** Mean squared distance of the probabilities from the truth, summed over the labels (Brier, 1950): 0 is best, 2 worst. */
    public double brier() {
        return sample.brier();
    }

    /** A copy of the counts, {@code [truth][predicted]}. */
    public int[][] confusion() {
        var counts = new int[labels.size()][labels.size()];
        for (int truth = 0; truth < counts.length; truth++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                counts[truth][predicted] = (int) tribuo.confusion(tribuoLabel(predicted), tribuoLabel(truth));
            }
        }
        return counts;
    }

    /** Shares of the rows of a true label, {@code [truth][predicted]}; each row sums to 1, or is 0 for a label without rows. */
    public double[][] confusionByTruth() {
        int[][] counts = confusion();
        var shares = new double[counts.length][counts.length];
        for (int truth = 0; truth < counts.length; truth++) {
            int all = IntStream.of(counts[truth]).sum();
            for (int predicted = 0; predicted < counts.length && all > 0; predicted++) {
                shares[truth][predicted] = (double) counts[truth][predicted] / all;
            }
        }
        return shares;
    }

    /**
     * One kind of mistake.
     *
     * @param truth name of the true label
     * @param predicted name of the predicted label
     * @param count rows with this mistake, at least 1
     * @param support rows that truly have the label
     */
    public record Confusion(String truth, String predicted, int count, int support) {

        /** In words: "love → joy 34 of 159". */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s → %s %d of %d", truth, predicted, count, support);
        }
    }

    /**
     * The most frequent mistakes, most frequent first; of equals the one that concerns the greater share of its label.
     *
     * @param most how many at most
     */
    public List<Confusion> topConfusions(int most) {
        int[][] counts = confusion();
        var mistakes = new ArrayList<Confusion>();
        for (int truth = 0; truth < counts.length; truth++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                if (truth != predicted && counts[truth][predicted] > 0) {
                    mistakes.add(new Confusion(
                            labels.name(truth), labels.name(predicted), counts[truth][predicted], support(truth)));
                }
            }
        }
        mistakes.sort(Comparator.comparingInt(Confusion::count).reversed().thenComparingInt(Confusion::support));
        return List.copyOf(mistakes.subList(0, Math.min(most, mistakes.size())));
    }

    Sample sample() {
        return sample;
    }

    private Label tribuoLabel(int label) {
        return new Label(labels.name(label));
    }
}
