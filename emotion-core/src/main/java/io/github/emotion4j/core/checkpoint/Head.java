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
     * The hidden layer of a head, {@code activation(x Wᵀ + b)}.
     *
     * @param weight {@code [hidden, hidden]}
     * @param bias {@code [hidden]}
     * @param activation ReLU or tanh
     */
    public record HiddenLayer(Tensor weight, Tensor bias, Activation activation) {}
}
