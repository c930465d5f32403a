package io.github.emotion4j.core.labels;

import java.util.Arrays;

/**
 * How often each label is to be expected, estimated from answers to unlabelled texts by expectation maximisation (Saerens, Latinne and Decaestecker, 2002),
 * damped so that a label that is answered seldom does not vanish at once.
 *
 * @param shares one a label, summing to 1
 */
public record ClassPrior(double[] shares) {

    private static final int ROUNDS = 30;
    private static final double DAMPING = 0.5;

    /** Below this share a label could never be answered again. */
    private static final double LEAST = 1e-6;

    /**
     * Estimates it.
     *
     * @param scores logits of each text under equal shares, {@code [texts][labels]}, at least one text
     */
    public static ClassPrior estimate(double[][] scores) {
        int labels = scores[0].length;
        double[][] probabilities =
                Arrays.stream(scores).map(ClassPrior::softmax).toArray(double[][]::new);
        var shares = new double[labels];
        Arrays.fill(shares, 1.0 / labels);
        var posterior = new double[labels];
        for (int round = 0; round < ROUNDS; round++) {
            var mean = new double[labels];
            for (double[] row : probabilities) {
                double sum = 0;
                for (int label = 0; label < labels; label++) {
                    posterior[label] = row[label] * shares[label];
                    sum += posterior[label];
                }
                for (int label = 0; label < labels; label++) {
                    mean[label] += posterior[label] / sum / probabilities.length;
                }
            }
            for (int label = 0; label < labels; label++) {
                shares[label] = Math.max(LEAST, DAMPING * mean[label] + (1 - DAMPING) * shares[label]);
            }
        }
        return new ClassPrior(shares);
    }

    private static double[] softmax(double[] scores) {
        double max = Arrays.stream(scores).max().orElseThrow();
        double[] powers =
                Arrays.stream(scores).map(score -> Math.exp(score - max)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }
}
