package io.github.emotion4j.core.checkpoint;

import java.util.Optional;

/**
 * What a family's classification head looks like: perhaps a hidden layer on the pooled vector, then a linear layer.
 *
 * @param pooling what the head sees
 * @param hidden the hidden layer, if there is one
 */
public record HeadLayout(Pooling pooling, Optional<Hidden> hidden) {

    /**
     * A hidden layer as wide as the encoder.
     *
     * @param activation its non-linearity
     * @param bias whether it has one
     * @param norm whether a LayerNorm follows the activation
     */
    public record Hidden(Activation activation, boolean bias, boolean norm) {}

    /** On the first token, with a hidden layer with a bias and without a LayerNorm. */
    public static HeadLayout first(Activation activation) {
        return new HeadLayout(Pooling.CLS, Optional.of(new Hidden(activation, true, false)));
    }
}
