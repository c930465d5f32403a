package io.github.emotion4j.core.model;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Architecture;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.checkpoint.Tensor;
import java.util.Optional;

/**
 * A plain linear head in the form of transformers' classes for sequence classification, which have a hidden layer: the identity, in the range where
 * its activation does nothing. What other tools compute from it agrees to about 1e-5; the exact head is kept beside it.
 */
final class HubHead {

    /** tanh(x / 4096) * 4096 differs from x by less than one part in a million for |x| up to 7; powers of two scale without rounding. */
    private static final float SCALE = 1f / 4096;

    /** Outputs of a LayerNorm lie far above -64, so that ReLU(x + 64) - 64 is x but for rounding. */
    private static final float SHIFT = 64;

    private HubHead() {}

    /** Whether transformers' class computes exactly this head on this pooling. */
    static boolean isExact(Checkpoint checkpoint, Pooling pooling) {
        return pooling == Pooling.CLS
                && checkpoint.head().orElseThrow().hidden().isPresent()
                && checkpoint.head().get().hidden().get().activation() == activation(checkpoint);
    }

    /** The head for transformers, if its class can compute it at all: not from a mean, not with another activation. */
    static Optional<Head> of(Checkpoint checkpoint, Pooling pooling) {
        Head head = checkpoint.head().orElseThrow();
        if (pooling != Pooling.CLS) {
            return Optional.empty();
        }
        if (head.hidden().isPresent()) {
            return isExact(checkpoint, pooling) ? Optional.of(head) : Optional.empty();
        }
        boolean tanh = activation(checkpoint) == Activation.TANH;
        int width = checkpoint.config().hiddenSize();
        float[] identity = new float[width * width];
        float[] shift = new float[width];
        for (int at = 0; at < width; at++) {
            identity[at * width + at] = tanh ? SCALE : 1;
            shift[at] = tanh ? 0 : SHIFT;
        }
        float[] weight = head.weight().toArray(); // [labels, hidden]
        float[] bias = head.bias().toArray(); // [labels]
        for (int label = 0; label < bias.length; label++) {
            double sum = 0;
            for (int at = label * width; at < (label + 1) * width; at++) {
                sum += weight[at];
                weight[at] = tanh ? weight[at] / SCALE : weight[at];
            }
            bias[label] = (float) (tanh ? bias[label] : bias[label] - SHIFT * sum);
        }
        var hidden = new Head.HiddenLayer(
                Tensor.of(identity, width, width), Tensor.of(shift, width), activation(checkpoint));
        return Optional.of(
                new Head(Optional.of(hidden), Tensor.of(weight, bias.length, width), Tensor.of(bias, bias.length)));
    }

    private static Activation activation(Checkpoint checkpoint) {
        return checkpoint.config().architecture() == Architecture.DISTILBERT ? Activation.RELU : Activation.TANH;
    }
}
