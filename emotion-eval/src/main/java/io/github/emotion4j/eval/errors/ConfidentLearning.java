package io.github.emotion4j.eval.errors;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.classifier.LogisticRegression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Labels that are probably wrong (Northcutt, Jiang and Chuang, 2021: Confident Learning). A text is suspected if a label other than its own is more
 * probable than that label usually is on texts that have it, by a model that has not seen the text.
 *
 * @param suspects surest first
 * @param thresholds for each label the mean probability of it on the rows that have it; NaN for a label without rows
 */
public record ConfidentLearning(List<Suspect> suspects, double[] thresholds) {

    /** Keeps an unmodifiable copy of the list. */
    public ConfidentLearning {
        suspects = List.copyOf(suspects);
    }

    /**
     * A row whose label is probably wrong.
     *
     * @param row row of the data set, from 0
     * @param given id of the label that it has
     * @param suggested id of the label that it probably should have
     * @param givenProbability probability of the given label, by a model that has not seen the row
     * @param suggestedProbability probability of the suggested label
     */
    public record Suspect(int row, int given, int suggested, double givenProbability, double suggestedProbability) {

        /** How much more probable the suggested label is. */
        public double margin() {
            return suggestedProbability - givenProbability;
        }
    }

    /**
     * Finds suspects from probabilities.
     *
     * @param labelIds the given labels, one a row
     * @param probabilities {@code [rows][labels]}, each row by a model that was trained without that row
     */
    public static ConfidentLearning of(int[] labelIds, float[][] probabilities) {
        if (labelIds.length != probabilities.length || labelIds.length == 0) {
            throw new IllegalArgumentException(
                    probabilities.length + " rows of probabilities for " + labelIds.length + " labels");
        }
        double[] thresholds = thresholds(labelIds, probabilities);
        var suspects = new ArrayList<Suspect>();
        for (int row = 0; row < labelIds.length; row++) {
            int likely = -1;
            for (int label = 0; label < thresholds.length; label++) {
                float probability = probabilities[row][label];
                if (probability >= thresholds[label] && (likely < 0 || probability > probabilities[row][likely])) {
                    likely = label;
                }
            }
            int given = labelIds[row];
            // a label below its own threshold may still be the more probable one; then nothing is wrong
            if (likely >= 0 && likely != given && probabilities[row][likely] > probabilities[row][given]) {
                suspects.add(new Suspect(row, given, likely, probabilities[row][given], probabilities[row][likely]));
            }
        }
        suspects.sort(Comparator.comparingDouble(Suspect::margin).reversed());
        return new ConfidentLearning(suspects, thresholds);
    }

    private static double[] thresholds(int[] labelIds, float[][] probabilities) {
        var sums = new double[probabilities[0].length];
        var counts = new int[sums.length];
        for (int row = 0; row < labelIds.length; row++) {
            sums[labelIds[row]] += probabilities[row][labelIds[row]];
            counts[labelIds[row]]++;
        }
        for (int label = 0; label < sums.length; label++) {
            sums[label] = counts[label] == 0 ? Double.NaN : sums[label] / counts[label];
        }
        return sums;
    }

    /**
     * Finds suspects by cross-validated logistic regression on frozen features.
     *
     * @param folds at least 2; every row is judged by a model trained on the other folds
     * @throws IllegalArgumentException if there are fewer rows than folds
     */
    public static ConfidentLearning crossValidated(
            Features features, int[] labelIds, Labels labels, int folds, LogisticRegression.Options options) {
        return of(labelIds, outOfFold(features, labelIds, labels, folds, options));
    }

    private static float[][] outOfFold(
            Features features, int[] labelIds, Labels labels, int folds, LogisticRegression.Options options) {
        int[] foldOf = stratified(labelIds, labels.size(), folds, options.seed());
        var probabilities = new float[labelIds.length][];
        for (int fold = 0; fold < folds; fold++) {
            int held = fold;
            int[] rest = IntStream.range(0, labelIds.length)
                    .filter(row -> foldOf[row] != held)
                    .toArray();
            int[] out = IntStream.range(0, labelIds.length)
                    .filter(row -> foldOf[row] == held)
                    .toArray();
            int[] restIds = IntStream.of(rest).map(row -> labelIds[row]).toArray();
            var model = LogisticRegression.train(features.select(rest), restIds, labels, options);
            float[][] answers = model.probabilities(features.select(out));
            for (int at = 0; at < out.length; at++) {
                probabilities[out[at]] = answers[at];
            }
        }
        return probabilities;
    }

    /** A fold a row, the rows of each label spread evenly over the folds. */
    static int[] stratified(int[] labelIds, int labels, int folds, long seed) {
        if (folds < 2 || labelIds.length < folds) {
            throw new IllegalArgumentException(
                    "folds must be >= 2 and at most the number of rows, found " + folds + " for " + labelIds.length);
        }
        var random = new SplittableRandom(seed);
        var foldOf = new int[labelIds.length];
        int next = 0;
        for (int label = 0; label < labels; label++) {
            int wanted = label;
            int[] rows = IntStream.range(0, labelIds.length)
                    .filter(row -> labelIds[row] == wanted)
                    .toArray();
            for (int at = rows.length - 1; at >= 0; at--) {
                int other = random.nextInt(at + 1);
                int row = rows[other];
                rows[other] = rows[at];
                foldOf[row] = next++ % folds;
            }
        }
        return foldOf;
    }
}
