package io.github.emotion4j.core.train;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Pooling;
import java.util.List;

/**
 * A fine-tuned model and how it came about.
 *
 * @param checkpoint weights and head of the best epoch, with the labels of the data
 * @param pooling what the head sees
 * @param epochs all epochs, in order
 * @param bestEpoch the epoch whose weights these are, from 1; the last one if there was no validation data
 * @param seconds all of it took, evaluations included; after a resumption without the time before
 * @param warnings sentences for whoever uses the model: that its loss rose by an order of magnitude; empty for a run that went well
 */
public record TrainingResult(
        Checkpoint checkpoint,
        Pooling pooling,
        List<Epoch> epochs,
        int bestEpoch,
        double seconds,
        List<String> warnings) {

    /** Keeps copies. */
    public TrainingResult {
        epochs = List.copyOf(epochs);
        warnings = List.copyOf(warnings);
    }
}
