package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.Team;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An encoder with a head, its weights, and the gradients of the loss with respect to them, in native memory that is reused from step to step.
 *
 * <p>Not thread-safe; owned by one training loop, which closes it.
 */
public final class TrainableModel implements AutoCloseable {

    private final EncoderConfig config;
    private final HeadShape head;
    private final Pooling pooling;
    private final Parameters layout;
    private final Floats weights;
    private final Floats gradients;
    private final List<Parameters.Parameter> trainable;
    private final Engine engine;

    /**
     * A model with float32 products.
     *
     * @throws IllegalArgumentException as the other constructor
     */
    public TrainableModel(Checkpoint start, Pooling pooling, Predicate<String> frozen) {
        this(start, pooling, frozen, Precision.FLOAT32);
    }

    /**
     * @param start weights to begin with, including a head
     * @param pooling what the head sees
     * @param frozen whether the parameter of that name keeps its value
     * @param precision of the encoder's products
     * @throws IllegalArgumentException if the checkpoint has no head, a weight is missing or has the wrong shape, or if what executes the graph has no
     *     products of that precision
     */
    public TrainableModel(Checkpoint start, Pooling pooling, Predicate<String> frozen, Precision precision) {
        this.config = start.config();
        this.head = start.head()
                .orElseThrow(() -> new IllegalArgumentException("a model to be trained needs a head; add one first"))
                .shape();
        this.pooling = pooling;
        this.layout = new Parameters(config, Optional.of(head));
        this.trainable = layout.all().stream()
                .filter(parameter -> !frozen.test(parameter.name()))
                .toList();
        this.weights = Floats.allocate(layout.size());
        this.gradients = Floats.allocate(layout.size());
        try {
            layout.load(start, weights);
            var training = new Engine.Training(pooling, frozen, gradients);
            var model = new Engine.Model(config, Optional.of(head), layout, weights, Optional.of(training), precision);
            this.engine = Execution.chosen().engine(model);
        } catch (RuntimeException unfit) {
            weights.close();
            gradients.close();
            throw unfit;
        }
    }

    /** Sizes and constants. */
    public EncoderConfig config() {
        return config;
    }

    /** Number of logits. */
    public int labels() {
        return head.labels();
    }

    /** Where each parameter lies in {@link #weights()} and {@link #gradients()}. */
    public Parameters layout() {
        return layout;
    }

    /** The parameters that are not frozen, in memory order. */
    public List<Parameters.Parameter> trainable() {
        return trainable;
    }

    /** The weights, laid out by {@link #layout()}. */
    public Floats weights() {
        return weights;
    }

    /** The gradients of the last step, laid out by {@link #layout()}; zero for frozen parameters. */
    public Floats gradients() {
        return gradients;
    }

    /**
     * Forward and backward pass of one batch.
     *
     * @param targets coefficients of the loss, {@code [rows, labels]}, see {@link io.github.emotion4j.core.graph.kernel.Pass}
     * @param accumulate whether the gradients are added to those of the passes before
     * @param dropoutKey decides the dropout masks
     * @return the loss
     * @throws IllegalArgumentException if an id is outside the vocabulary or the batch is too long
     * @throws io.github.emotion4j.core.graph.kernel.PassTooLargeException if the pass needs more memory than one can have; the gradients are as before
     */
    public float backward(TokenBatch batch, float[] targets, boolean accumulate, long dropoutKey) {
        Tokens.check(batch, config);
        engine.weightsChanged();
        return engine.backward(batch, targets, accumulate, dropoutKey);
    }

    /**
     * Logits of a batch, without dropout, {@code [rows, labels]} row-major.
     *
     * @throws IllegalArgumentException if an id is outside the vocabulary or the batch is too long
     */
    public float[] logits(TokenBatch batch) {
        Tokens.check(batch, config);
        engine.weightsChanged();
        return engine.forward(new Engine.Logits(pooling), batch);
    }

    /** Executes further kernels, an optimiser's, with the same threads. */
    public void run(List<Kernel> kernels) {
        Team.shared().run(kernels, null);
    }

    /** The model as it is now, copied. */
    public Checkpoint toCheckpoint(Labels labels) {
        return layout.toCheckpoint(config, Optional.of(head), Optional.of(labels), weights);
    }

    @Override
    public void close() {
        engine.close();
        weights.close();
        gradients.close();
    }
}
