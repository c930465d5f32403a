package io.github.emotion4j.eval;

import io.github.emotion4j.data.Labels;
import java.util.stream.IntStream;

/** Predictions that a formula gives, in Java and in numpy. */
public final class FixedPredictions {

    private FixedPredictions() {}

    /**
     * Fixed predictions, in numpy:
     *
     * <pre>
     * i = np.arange(200)[:, None]; c = np.arange(k)[None, :]
     * y = (np.arange(200) * np.arange(200) + 3 * np.arange(200) // 2) % trueLabels
     * raw = 1 + (i * 7919 + c * 104729 + 13 * i * c) % 23 + 12 * (c == y[:, None])
     * raw = raw * (c &lt; predictedLabels) + 1e-3 * (c &gt;= predictedLabels)
     * p = raw / raw.sum(1, keepdims=True)
     * </pre>
     */
    public static Evaluation evaluation(int k, int trueLabels, int predictedLabels) {
        var truth = new int[200];
        var probabilities = new double[200][k];
        for (int i = 0; i < 200; i++) {
            truth[i] = (i * i + 3 * i / 2) % trueLabels;
            double sum = 0;
            for (int c = 0; c < k; c++) {
                double raw = 1 + (i * 7919 + c * 104729 + 13 * i * c) % 23 + (c == truth[i] ? 12 : 0);
                probabilities[i][c] = c < predictedLabels ? raw : 1e-3;
                sum += probabilities[i][c];
            }
            for (int c = 0; c < k; c++) {
                probabilities[i][c] /= sum;
            }
        }
        var names = IntStream.range(0, k).mapToObj(c -> "label" + c).toList();
        return Evaluation.of(Labels.of(names), truth, probabilities);
    }
}
