package io.github.emotion4j.core.labels;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import java.util.stream.IntStream;

/**
 * Scores of labels that are linear in a unit vector: {@code weight · x + bias}. Everything that is made of descriptions and a few texts is, so that a model
 * of it is an ordinary encoder with a linear head. The arrays must not change.
 *
 * @param weight {@code [labels][columns]}
 * @param bias {@code [labels]}
 */
public record LinearScores(double[][] weight, double[] bias) {

    /** {@code direction · (x - centre) / temperature} for each label's direction. */
    public static LinearScores of(double[][] directions, double[] centre, double temperature) {
        int columns = centre.length;
        var weight = new double[directions.length][columns];
        var bias = new double[directions.length];
        for (int label = 0; label < directions.length; label++) {
            for (int at = 0; at < columns; at++) {
                weight[label][at] = directions[label][at] / temperature;
                bias[label] -= weight[label][at] * centre[at];
            }
        }
        return new LinearScores(weight, bias);
    }

    /** Scores of each vector, {@code [rows][labels]}. */
    public double[][] of(UnitVectors vectors) {
        return IntStream.range(0, vectors.rows())
                .mapToObj(row -> IntStream.range(0, bias.length)
                        .mapToDouble(label -> vectors.dot(row, weight[label]) + bias[label])
                        .toArray())
                .toArray(double[][]::new);
    }

    /** The sum of both: as logits, the product of their probabilities. */
    public LinearScores plus(LinearScores other) {
        var weights = new double[weight.length][];
        var biases = new double[bias.length];
        for (int label = 0; label < bias.length; label++) {
            double[] a = weight[label];
            double[] b = other.weight[label];
            weights[label] = IntStream.range(0, a.length)
                    .mapToDouble(at -> a[at] + b[at])
                    .toArray();
            biases[label] = bias[label] + other.bias[label];
        }
        return new LinearScores(weights, biases);
    }

    /** The same where labels are expected that often. */
    public LinearScores with(ClassPrior prior) {
        return new LinearScores(
                weight,
                IntStream.range(0, bias.length)
                        .mapToDouble(label -> bias[label] + Math.log(prior.shares()[label]))
                        .toArray());
    }

    /** As a head on the vector scaled to length 1. */
    public Head head() {
        int columns = weight[0].length;
        var weights = new float[bias.length * columns];
        var biases = new float[bias.length];
        for (int label = 0; label < bias.length; label++) {
            biases[label] = (float) bias[label];
            for (int at = 0; at < columns; at++) {
                weights[label * columns + at] = (float) weight[label][at];
            }
        }
        return Head.onUnitVector(Tensor.of(weights, bias.length, columns), Tensor.of(biases, bias.length));
    }
}
