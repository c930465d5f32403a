package io.github.emotion4j.core.train;

import java.util.Arrays;

/**
 * Cross-entropy with class weights and label smoothing, defined as {@code torch.nn.CrossEntropyLoss(weight, label_smoothing)}: the smoothing part
 * uses each label's own weight, and the sum is divided by the weights of the true labels.
 *
 * @param classWeights one a label, all greater than 0
 * @param labelSmoothing in [0, 1)
 */
record Loss(double[] classWeights, double labelSmoothing) {

    /** No weights. */
    static Loss plain(int labels, double labelSmoothing) {
        double[] ones = new double[labels];
        Arrays.fill(ones, 1);
        return new Loss(ones, labelSmoothing);
    }

    /**
     * Coefficients A of {@code loss = -sum(A * log softmax(logits))}, {@code [rows, labels]} row-major.
     *
     * @param truth label ids of the rows
     * @param parts how many batches make a step; each contributes its mean divided by this
     */
    float[] coefficients(int[] truth, int parts) {
        int labels = classWeights.length;
        double total =
                Arrays.stream(truth).mapToDouble(label -> classWeights[label]).sum() * parts;
        float[] coefficients = new float[truth.length * labels];
        for (int row = 0; row < truth.length; row++) {
            for (int label = 0; label < labels; label++) {
                double smooth = labelSmoothing / labels * classWeights[label];
                double hard = label == truth[row] ? (1 - labelSmoothing) * classWeights[label] : 0;
                coefficients[row * labels + label] = (float) ((hard + smooth) / total);
            }
        }
        return coefficients;
    }
}
