package io.github.emotion4j.core.encoder;

import java.util.Optional;

/**
 * What a family's classification head looks like: perhaps a hidden layer on the pooled vector, then a linear layer.
 *
 * @param pooling what the head sees
 * @param hidden the hidden layer, if there is one
 * @param pooler whether that layer is the pooler which the bare encoder has too, with or without a classifier
 */
public record HeadLayout(Pooling pooling, Optional<Hidden> hidden, boolean pooler) {

    /**
     * A hidden layer as wide as the encoder.
     *
     * @param activation its non-linearity
     * @param bias whether it has one
     * @param norm whether a LayerNorm follows the activation
     */
    public record Hidden(Activation activation, boolean bias, boolean norm) {}

    /** On the first token, with a hidden layer of its own, with a bias and without a LayerNorm. */
    public static HeadLayout first(Activation activation) {
        return new HeadLayout(Pooling.CLS, Optional.of(new Hidden(activation, true, false)), false);
    }

    /** On the first token, through the encoder's tanh pooler. */
    public static HeadLayout throughPooler() {
        return new HeadLayout(Pooling.CLS, Optional.of(new Hidden(Activation.TANH, true, false)), true);
    }

    /** The hidden layer of a head that is trained from scratch: none in the place of a pretrained pooler, which random values do not fill. */
    public Optional<Hidden> fresh() {
        return pooler ? Optional.empty() : hidden;
    }
}
