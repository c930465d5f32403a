package io.github.emotion4j.core.model;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadLayout;
import io.github.emotion4j.core.encoder.Pooling;
import java.util.Optional;

/**
 * A plain linear head in the form of transformers' classes for sequence classification, which have a hidden layer of the encoder's size. The head
 * as it was trained is kept beside it.
 */
final class HubHead {

    /** tanh(x / 4096) * 4096 differs from x by less than one part in a million for |x| up to 7; powers of two scale without rounding. */
    private static final float SCALE = 1f / 4096;

    private HubHead() {}

    /** Whether transformers' class computes exactly this head on this pooling. */
    static boolean isExact(Checkpoint checkpoint, Pooling pooling) {
        HeadLayout layout = checkpoint.config().head();
        return pooling == layout.pooling()
                && !checkpoint.head().orElseThrow().onUnitVector()
                && checkpoint.head().orElseThrow().shape().hidden().equals(layout.hidden());
    }

    /** The head for transformers, if its class can compute it at all. */
    static Optional<Head> of(Checkpoint checkpoint, Pooling pooling) {
        if (obstacle(checkpoint, pooling).isPresent()) {
            return Optional.empty();
        }
        Head head = checkpoint.head().orElseThrow();
        if (head.hidden().isPresent()) {
            return Optional.of(head);
        }
        Activation activation = layout(checkpoint).activation();
        int width = checkpoint.config().hiddenSize();
        return Optional.of(
                activation == Activation.TANH ? throughTanh(head, width) : throughOpposites(head, width, activation));
    }

    /** Why transformers' class cannot compute this head, for people; empty if it can. */
    static Optional<String> obstacle(Checkpoint checkpoint, Pooling pooling) {
        EncoderConfig config = checkpoint.config();
        if (pooling != config.head().pooling()) {
            return Optional.of(
                    "its class takes " + name(config.head().pooling()) + ", this head takes " + name(pooling));
        }
        if (isExact(checkpoint, pooling)) {
            return Optional.empty();
        }
        Head head = checkpoint.head().orElseThrow();
        if (head.onUnitVector()) {
            return Optional.of("its class takes the vector as it is, this head takes it scaled to length 1");
        }
        if (head.hidden().isPresent() || layout(checkpoint).norm()) {
            return Optional.of("its class has " + layout(checkpoint) + " in the head, this one "
                    + head.shape().hidden().map(Object::toString).orElse("a linear layer alone"));
        }
        int width = config.hiddenSize();
        return layout(checkpoint).activation() != Activation.TANH && 2 * head.labels() > width
                ? Optional.of("its class can hold a linear head of at most half the hidden size, " + width / 2
                        + " labels, found " + head.labels())
                : Optional.empty();
    }

    private static String name(Pooling pooling) {
        return switch (pooling) {
            case CLS -> "the first token's hidden state";
            case MEAN -> "the mean of all hidden states";
        };
    }

    private static HeadLayout.Hidden layout(Checkpoint checkpoint) {
        return checkpoint.config().head().hidden().orElseThrow();
    }

    /** relu(y) - relu(-y) is y, and so it is with both forms of GELU: each logit of the head and its negative are a hidden unit, the other units are 0. */
    private static Head throughOpposites(Head head, int width, Activation activation) {
        int labels = head.labels();
        float[] given = head.weight().toArray(); // [labels, hidden]
        float[] shift = head.bias().toArray(); // [labels]
        float[] weight = new float[width * width];
        float[] bias = new float[width];
        float[] output = new float[labels * width];
        for (int label = 0; label < labels; label++) {
            int opposite = labels + label;
            for (int at = 0; at < width; at++) {
                weight[label * width + at] = given[label * width + at];
                weight[opposite * width + at] = -given[label * width + at];
            }
            bias[label] = shift[label];
            bias[opposite] = -shift[label];
            output[label * width + label] = 1;
            output[label * width + opposite] = -1;
        }
        return new Head(
                hidden(weight, bias, activation),
                Tensor.of(output, labels, width),
                Tensor.of(new float[labels], labels));
    }

    /** The identity where tanh is straight; agrees to about 1e-5. */
    private static Head throughTanh(Head head, int width) {
        float[] identity = new float[width * width];
        for (int at = 0; at < width; at++) {
            identity[at * width + at] = SCALE;
        }
        float[] weight = head.weight().toArray(); // [labels, hidden]
        for (int at = 0; at < weight.length; at++) {
            weight[at] /= SCALE;
        }
        return new Head(
                hidden(identity, new float[width], Activation.TANH),
                Tensor.of(weight, head.labels(), width),
                head.bias());
    }

    private static Optional<Head.HiddenLayer> hidden(float[] weight, float[] bias, Activation activation) {
        int width = bias.length;
        return Optional.of(new Head.HiddenLayer(Tensor.of(weight, width, width), Tensor.of(bias, width), activation));
    }
}
