package io.github.emotion4j.core.checkpoint;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.HeadLayout;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.encoder.WeightNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A classification head on a pooled vector: optionally one hidden layer, then a linear layer.
 *
 * @param hidden DistilBERT's pre-classifier (ReLU), BERT's pooler (tanh) or their like; empty for a plain linear head
 * @param weight {@code [labels, hidden]}
 * @param bias {@code [labels]}
 * @param onUnitVector whether the pooled vector is scaled to length 1 first, as sentence encoders compare texts
 */
public record Head(Optional<HiddenLayer> hidden, Tensor weight, Tensor bias, boolean onUnitVector) {

    /** Checks that the shapes fit together. */
    public Head {
        Objects.requireNonNull(hidden, "hidden");
        if (weight.shape().length != 2 || bias.shape().length != 1 || weight.shape()[0] != bias.shape()[0]) {
            throw new IllegalArgumentException("a head needs a weight [labels, hidden] and a bias [labels]");
        }
    }

    /** A head on the pooled vector as it is. */
    public Head(Optional<HiddenLayer> hidden, Tensor weight, Tensor bias) {
        this(hidden, weight, bias, false);
    }

    /** A linear head on the pooled vector scaled to length 1. */
    public static Head onUnitVector(Tensor weight, Tensor bias) {
        return new Head(Optional.empty(), weight, bias, true);
    }

    /** Number of logits. */
    public int labels() {
        return bias.size();
    }

    /** What it looks like. */
    public HeadShape shape() {
        return new HeadShape(
                hidden.map(layer -> new HeadLayout.Hidden(
                        layer.activation(),
                        layer.bias().isPresent(),
                        layer.norm().isPresent())),
                labels(),
                onUnitVector);
    }

    /** Its tensors by the names of {@link WeightNames}. */
    public Map<String, Tensor> tensors() {
        var tensors = new LinkedHashMap<String, Tensor>();
        hidden.ifPresent(layer -> {
            tensors.put(WeightNames.weight(WeightNames.HEAD_HIDDEN), layer.weight());
            layer.bias().ifPresent(b -> tensors.put(WeightNames.bias(WeightNames.HEAD_HIDDEN), b));
            layer.norm().ifPresent(norm -> {
                tensors.put(WeightNames.gain(WeightNames.HEAD_NORM), norm.gain());
                norm.bias().ifPresent(b -> tensors.put(WeightNames.bias(WeightNames.HEAD_NORM), b));
            });
        });
        tensors.put(WeightNames.weight(WeightNames.HEAD), weight);
        tensors.put(WeightNames.bias(WeightNames.HEAD), bias);
        return tensors;
    }

    /**
     * A head of such tensors.
     *
     * @param epsilon of its LayerNorm, if it has one
     */
    public static Head of(HeadShape shape, double epsilon, Map<String, Tensor> tensors) {
        Optional<HiddenLayer> layer = shape.hidden()
                .map(inner -> new HiddenLayer(
                        tensors.get(WeightNames.weight(WeightNames.HEAD_HIDDEN)),
                        Optional.ofNullable(tensors.get(WeightNames.bias(WeightNames.HEAD_HIDDEN))),
                        inner.activation(),
                        inner.norm()
                                ? Optional.of(new Norm(
                                        tensors.get(WeightNames.gain(WeightNames.HEAD_NORM)),
                                        Optional.ofNullable(tensors.get(WeightNames.bias(WeightNames.HEAD_NORM))),
                                        epsilon))
                                : Optional.empty()));
        return new Head(
                layer,
                tensors.get(WeightNames.weight(WeightNames.HEAD)),
                tensors.get(WeightNames.bias(WeightNames.HEAD)),
                shape.onUnitVector());
    }

    /**
     * Computes the logits of pooled vectors, where those are at hand already. Equal to the encoder's own up to rounding.
     *
     * @param vectors {@code [rows, hidden]} row-major
     * @return {@code [rows, labels]} row-major
     * @throws IllegalArgumentException if the values do not fill whole rows
     */
    public float[] logits(float[] vectors) {
        float[] seen = onUnitVector ? units(vectors, weight.shape()[1]) : vectors;
        float[] inner = hidden.map(layer -> layer.outputs(seen)).orElse(seen);
        return affine(inner, weight, Optional.of(bias));
    }

    private static float[] units(float[] vectors, int width) {
        float[] units = vectors.clone();
        for (int from = 0; from + width <= units.length; from += width) {
            double squares = 0;
            for (int at = from; at < from + width; at++) {
                squares += (double) units[at] * units[at];
            }
            for (int at = from; at < from + width; at++) {
                units[at] = (float) (units[at] / Math.sqrt(squares));
            }
        }
        return units;
    }

    /** {@code x Wᵀ + b}, summed in double precision; the weights are turned so that the inner loop runs over outputs, side by side. */
    private static float[] affine(float[] inputs, Tensor weight, Optional<Tensor> bias) {
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
        float[] shift = bias.map(Tensor::toArray).orElse(new float[outs]);
        float[] results = new float[Math.multiplyExact(rows, outs)];
        double[] sums = new double[outs];
        for (int row = 0; row < rows; row++) {
            for (int out = 0; out < outs; out++) {
                sums[out] = shift[out];
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
     * The hidden layer of a head, {@code norm(activation(x Wᵀ + b))}.
     *
     * @param weight {@code [hidden, hidden]}
     * @param bias {@code [hidden]}, if it has one
     * @param activation of the layer
     * @param norm the LayerNorm behind it, if there is one
     */
    public record HiddenLayer(Tensor weight, Optional<Tensor> bias, Activation activation, Optional<Norm> norm) {

        /** A layer with a bias and without a LayerNorm. */
        public HiddenLayer(Tensor weight, Tensor bias, Activation activation) {
            this(weight, Optional.of(bias), activation, Optional.empty());
        }

        private float[] outputs(float[] vectors) {
            float[] values = affine(vectors, weight, bias);
            for (int at = 0; at < values.length; at++) {
                values[at] = (float) activation.of(values[at]);
            }
            norm.ifPresent(behind -> behind.apply(values));
            return values;
        }
    }

    /**
     * A LayerNorm.
     *
     * @param gain {@code [hidden]}
     * @param bias {@code [hidden]}, if it has one
     * @param epsilon added to the variance
     */
    public record Norm(Tensor gain, Optional<Tensor> bias, double epsilon) {

        private void apply(float[] values) {
            int width = gain.size();
            for (int from = 0; from < values.length; from += width) {
                double mean = 0;
                for (int i = 0; i < width; i++) {
                    mean += values[from + i] / (double) width;
                }
                double variance = 0;
                for (int i = 0; i < width; i++) {
                    variance += (values[from + i] - mean) * (values[from + i] - mean) / width;
                }
                for (int i = 0; i < width; i++) {
                    double normal = (values[from + i] - mean) / Math.sqrt(variance + epsilon);
                    float shift = bias.isPresent() ? bias.get().values().get(i) : 0;
                    values[from + i] = (float) (normal * gain.values().get(i) + shift);
                }
            }
        }
    }
}
