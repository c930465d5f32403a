package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import java.util.Optional;

/**
 * {@code softmax(x Wᵀ + b)} in float32 weights, summed in double.
 *
 * @param weight {@code [labels, columns]} row-major
 * @param bias {@code [labels]}
 */
record LinearHead(float[] weight, float[] bias) {

    int columns() {
        return weight.length / bias.length;
    }

    float[][] probabilities(Features features) {
        var all = new float[features.rows()][];
        for (int row = 0; row < all.length; row++) {
            all[row] = softmax(logits(features, row));
        }
        return all;
    }

    double[] logits(Features features, int row) {
        int columns = columns();
        int start = row * columns;
        var logits = new double[bias.length];
        for (int label = 0; label < logits.length; label++) {
            double sum = bias[label];
            for (int column = 0; column < columns; column++) {
                sum += (double) weight[label * columns + column] * features.values()[start + column];
            }
            logits[label] = sum;
        }
        return logits;
    }

    static float[] softmax(double[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - max);
        }
        var probabilities = new float[logits.length];
        for (int label = 0; label < logits.length; label++) {
            probabilities[label] = (float) (Math.exp(logits[label] - max) / sum);
        }
        return probabilities;
    }

    Head toHead() {
        return new Head(
                Optional.empty(),
                Tensor.of(weight.clone(), bias.length, columns()),
                Tensor.of(bias.clone(), bias.length));
    }
}
