package io.github.emotion4j.core.train;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.data.Labels;
import java.util.Arrays;
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
        EncoderConfig config = checkpoint.config();
        int width = config.hiddenSize();
        var random = new SplittableRandom(seed);
        Optional<Head.HiddenLayer> hidden = config.head()
                .fresh()
                .map(layer -> new Head.HiddenLayer(
                        normal(random, width, width),
                        layer.bias() ? Optional.of(constant(width, 0)) : Optional.empty(),
                        layer.activation(),
                        layer.norm() ? Optional.of(norm(config)) : Optional.empty()));
        Head head = new Head(hidden, normal(random, labels.size(), width), constant(labels.size(), 0));
        return new Checkpoint(config, checkpoint.weights(), Optional.of(head), Optional.of(labels));
    }

    private static Head.Norm norm(EncoderConfig config) {
        int width = config.hiddenSize();
        return new Head.Norm(
                constant(width, 1),
                config.norm().bias() ? Optional.of(constant(width, 0)) : Optional.empty(),
                config.norm().epsilon());
    }

    private static Tensor constant(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return Tensor.of(values, size);
    }

    private static Tensor normal(SplittableRandom random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (DEVIATION * random.nextGaussian());
        }
        return Tensor.of(values, rows, columns);
    }
}
