package io.github.emotion4j.core.encoder;

import java.util.Objects;

/**
 * The feed-forward part of a block: {@code W2 f(W1 x)}, or {@code W2 (f(Wa x) * (Wb x))} with a gate (Shazeer, 2020), whose Wa and Wb lie one above the other.
 *
 * @param width between the two layers
 * @param activation f
 * @param gated whether there is a gate
 * @param bias whether the layers have biases
 */
public record FeedForward(int width, Activation activation, boolean gated, boolean bias) {

    /** Checks the ranges given above. */
    public FeedForward {
        EncoderConfig.requirePositive("intermediate size", width);
        Objects.requireNonNull(activation, "activation");
    }
}
