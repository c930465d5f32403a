package io.github.emotion4j.core.train;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.graph.Freezing;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Fine-tunes an encoder with a classification head, end to end: AdamW on the gradients of the whole graph, texts of like length together, evaluation
 * after each epoch, the best epoch kept.
 *
 * <pre>{@code
 * Model start = ModelDirectory.read(Path.of("checkpoint"));
 * try (var tokenizer = start.openTokenizer()) {
 *     TrainingResult result =
 *             new FineTuner(start.checkpoint(), tokenizer, Options.defaults().withEpochs(3), TrainingListener.NONE)
 *                     .train(train, Optional.of(validation));
 *     ModelDirectory.write(start.withCheckpoint(result.checkpoint()).withPooling(result.pooling()), Path.of("model"));
 * }
 * }</pre>
 *
 * <p>A head is added unless the checkpoint has one with the labels of the data. The same options, data, checkpoint and machine give the same weights.
 * Interrupting the thread stops training between two steps with a {@link java.util.concurrent.CancellationException}; with a run directory the state
 * is saved first, so that the run can go on. Each call trains a model of its own: an instance may be used by several threads.
 */
public final class FineTuner {

    private final Checkpoint start;
    private final Tokenizer tokenizer;
    private final Options options;
    private final TrainingListener listener;

    /**
     * @param start where to begin
     * @param tokenizer the checkpoint's; not closed here
     * @param options how to train
     * @param listener hears each step and epoch
     * @throws IllegalArgumentException if the options freeze more layers than the encoder has
     */
    public FineTuner(Checkpoint start, Tokenizer tokenizer, Options options, TrainingListener listener) {
        this.start = Objects.requireNonNull(start, "start");
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        this.options = Objects.requireNonNull(options, "options");
        this.listener = Objects.requireNonNull(listener, "listener");
        if (options.freezeLayers() > start.config().layers()) {
            throw new IllegalArgumentException("freeze at most the "
                    + start.config().layers() + " layers the encoder has, found " + options.freezeLayers());
        }
    }

    /**
     * Trains without leaving anything on disk.
     *
     * @param train at least one text
     * @param validation evaluated after each epoch; without it the last epoch is kept
     * @throws IllegalArgumentException if training or validation data are empty or have different labels
     */
    public TrainingResult train(Dataset train, Optional<Dataset> validation) {
        try {
            return train(train, validation, Optional.empty(), false);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Trains and keeps the run's states and {@code metrics.jsonl} in a directory.
     *
     * @param runDirectory created if need be; a state is saved every {@link Options#saveEvery()} steps and after each epoch
     * @param resume whether to go on from the newest whole state there; without one the run begins anew
     * @throws IOException if a state cannot be written; the ones before it stay as they are
     * @throws IllegalArgumentException as above, or if the states there belong to another run
     */
    public TrainingResult train(Dataset train, Optional<Dataset> validation, Path runDirectory, boolean resume)
            throws IOException {
        return train(train, validation, Optional.of(runDirectory), resume);
    }

    private TrainingResult train(
            Dataset train, Optional<Dataset> validation, Optional<Path> runDirectory, boolean resume)
            throws IOException {
        if (train.size() == 0) {
            throw new IllegalArgumentException("there is nothing to train on: the training data has no rows");
        }
        validation.ifPresent(data -> {
            if (data.size() == 0) {
                throw new IllegalArgumentException(
                        "the validation data has no rows, so that no epoch is better than another; leave it out");
            }
            if (!data.labels().equals(train.labels())) {
                throw new IllegalArgumentException("the validation data has the labels " + data.labels()
                        + ", the training data " + train.labels() + "; read both with the same labels");
            }
        });
        Checkpoint withHead = NewHead.on(start, train.labels(), options.seed());
        var frozen = new Freezing(options.freezeLayers());
        try (var model = new TrainableModel(withHead, options.pooling(), frozen, options.precision())) {
            return new TrainingLoop(model, tokenizer, options, listener, train, validation).run(runDirectory, resume);
        }
    }
}
