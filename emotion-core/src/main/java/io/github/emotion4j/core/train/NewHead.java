package io.github.emotion4j.core.train;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Architecture;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.data.Labels;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The head a fine-tuning begins with: the checkpoint's own if it has the data's labels, else a new one, as Hugging Face initialises it (normal
 * distribution with standard deviation 0.02, biases 0).
 */
final class NewHead {

    private static final double DEVIATION = 0.02;

    private NewHead() {}

    static Checkpoint on(Checkpoint checkpoint, Labels labels, long seed) {
        if (checkpoint.head().isPresent() && checkpoint.labels().equals(Optional.of(labels))) {
            return checkpoint;
        }
        int width = checkpoint.config().hiddenSize();
        var random = new SplittableRandom(seed);
        Optional<Head.HiddenLayer> hidden = checkpoint.config().architecture() == Architecture.DISTILBERT
                ? Optional.of(new Head.HiddenLayer(
                        normal(random, width, width), Tensor.of(new float[width], width), Activation.RELU))
                : Optional.empty();
        Head head = new Head(
                hidden, normal(random, labels.size(), width), Tensor.of(new float[labels.size()], labels.size()));
        return new Checkpoint(checkpoint.config(), checkpoint.weights(), Optional.of(head), Optional.of(labels));
    }

    private static Tensor normal(SplittableRandom random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (DEVIATION * random.nextGaussian());
        }
        return Tensor.of(values, rows, columns);
    }
}
