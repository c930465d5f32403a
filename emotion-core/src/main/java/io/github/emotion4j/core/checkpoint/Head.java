package io.github.emotion4j.core.checkpoint;

import java.util.Objects;
import java.util.Optional;

/**
 * A classification head on a pooled vector: optionally one hidden layer, then a linear layer.
 *
 * @param hidden DistilBERT's pre-classifier (ReLU) or BERT's pooler (tanh); empty for a plain linear head
 * @param weight {@code [labels, hidden]}
 * @param bias {@code [labels]}
 */
public record Head(Optional<HiddenLayer> hidden, Tensor weight, Tensor bias) {

    /** Checks that the shapes fit together. */
    public Head {
        Objects.requireNonNull(hidden, "hidden");
        if (weight.shape().length != 2 || bias.shape().length != 1 || weight.shape()[0] != bias.shape()[0]) {
            throw new IllegalArgumentException("a head needs a weight [labels, hidden] and a bias [labels]");
        }
    }

    /** Number of logits. */
    public int labels() {
        return bias.size();
    }

    /**
     * Computes the logits of pooled vectors, where those are at hand already. Equal to the encoder's own up to rounding.
     *
     * @param vectors {@code [rows, hidden]} row-major
     * @return {@code [rows, labels]} row-major
     * @throws IllegalArgumentException if the values do not fill whole rows
     */
    public float[] logits(float[] vectors) {
        float[] inner = hidden.map(layer -> layer.outputs(vectors)).orElse(vectors);
        return affine(inner, weight, bias);
    }

    /** {@code x Wᵀ + b}, summed in double precision; the weights are turned so that the inner loop runs over outputs, side by side. */
    private static float[] affine(float[] inputs, Tensor weight, Tensor bias) {
        int outs = weight.shape()[0];
        int ins = weight.shape()[1];
        if (inputs.length % ins != 0) {
            throw new IllegalArgumentException(
                    inputs.length + " values do not fill rows of " + ins + "; give the pooled vectors row by row");
        }
        int rows = inputs.length / ins;
        float[] turned = new float[ins * outs]; // [in, out]
        for (int out = 0; out < outs; out++) {
            for (int in = 0; in < ins; in++) {
                turned[in * outs + out] = weight.values().get(out * ins + in);
            }
        }
        float[] results = new float[Math.multiplyExact(rows, outs)];
        double[] sums = new double[outs];
        for (int row = 0; row < rows; row++) {
            for (int out = 0; out < outs; out++) {
                sums[out] = bias.values().get(out);
            }
            for (int in = 0; in < ins; in++) {
                double value = inputs[row * ins + in];
                for (int out = 0; out < outs; out++) {
                    sums[out] += value * turned[in * outs + out];
                }
            }
            for (int out = 0; out < outs; out++) {
                results[row * outs + out] = (float) sums[out];
            }
        }
        return results;
    }

    /**
     * The hidden layer of a head, {@code activation(x Wᵀ + b)}.
     *
     * @param weight {@code [hidden, hidden]}
     * @param bias {@code [hidden]}
     * @param activation ReLU or tanh
     */
    public record HiddenLayer(Tensor weight, Tensor bias, Activation activation) {

        private float[] outputs(float[] vectors) {
            float[] values = affine(vectors, weight, bias);
            for (int at = 0; at < values.length; at++) {
                values[at] = switch (activation) {
                    case RELU -> Math.max(0, values[at]);
                    case TANH -> (float) Math.tanh(values[at]);
                    default ->
                        throw new IllegalArgumentException(
                                "a head's hidden layer has ReLU or tanh, found " + activation);
                };
            }
            return values;
        }
    }
}
