package io.github.emotion4j.core.train;

/**
 * How good a model is on a data set, as far as training needs to know; emotion-eval knows more.
 *
 * @param loss mean cross-entropy in nats, without class weights and label smoothing
 * @param accuracy share of right answers
 * @param macroF1 unweighted mean over the labels that occur or are predicted
 * @param weightedF1 mean weighted by how often the labels occur
 */
public record Scores(double loss, double accuracy, double macroF1, double weightedF1) {

    /**
     * Scores of predictions.
     *
     * @param truth label ids
     * @param logits {@code [rows, labels]} row-major
     */
    static Scores of(int[] truth, float[] logits, int labels) {
        int[] hits = new int[labels];
        int[] predictedCount = new int[labels];
        int[] trueCount = new int[labels];
        double loss = 0;
        int right = 0;
        for (int row = 0; row < truth.length; row++) {
            int best = 0;
            double max = Double.NEGATIVE_INFINITY;
            for (int label = 0; label < labels; label++) {
                if (logits[row * labels + label] > max) {
                    max = logits[row * labels + label];
                    best = label;
                }
            }
            double sum = 0;
            for (int label = 0; label < labels; label++) {
                sum += Math.exp(logits[row * labels + label] - max);
            }
            loss += max + Math.log(sum) - logits[row * labels + truth[row]];
            predictedCount[best]++;
            trueCount[truth[row]]++;
            if (best == truth[row]) {
                hits[best]++;
                right++;
            }
        }
        double macro = 0;
        double weighted = 0;
        int present = 0;
        for (int label = 0; label < labels; label++) {
            int involved = predictedCount[label] + trueCount[label];
            if (involved > 0) {
                double f1 = 2.0 * hits[label] / involved;
                macro += f1;
                weighted += f1 * trueCount[label];
                present++;
            }
        }
        int rows = Math.max(1, truth.length);
        return new Scores(loss / rows, (double) right / rows, macro / Math.max(1, present), weighted / rows);
    }

    /** Whether these are better by that measure than others. */
    boolean betterThan(Scores other, Options.BestBy measure) {
        return switch (measure) {
            case LOSS -> loss < other.loss;
            case ACCURACY -> accuracy > other.accuracy;
            case MACRO_F1 -> macroF1 > other.macroF1;
        };
    }
}
