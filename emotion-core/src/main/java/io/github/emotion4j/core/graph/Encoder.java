package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Optional;

/**
 * The forward pass of a checkpoint. Thread-safe: the weights are held once, calls take turns and each uses all threads. Native memory is released by
 * {@link #close()}.
 */
public final class Encoder implements AutoCloseable {

    private final EncoderConfig config;
    private final Optional<HeadShape> head;
    private final Floats weights;
    private final Engine engine;
    private boolean closed;

    private Encoder(Checkpoint checkpoint, Precision precision, Execution execution) {
        this.config = checkpoint.config();
        this.head = checkpoint.head().map(Head::shape);
        var layout = new Parameters(config, head);
        this.weights = Floats.allocate(layout.size());
        try {
            layout.load(checkpoint, weights);
            this.engine =
                    execution.engine(new Engine.Model(config, head, layout, weights, Optional.empty(), precision));
        } catch (RuntimeException unfit) {
            weights.close();
            throw unfit;
        }
    }

    /**
     * Takes a copy of the checkpoint's weights into native memory.
     *
     * @throws IllegalArgumentException if a weight is missing or has another shape than the configuration says
     */
    public static Encoder of(Checkpoint checkpoint) {
        return of(checkpoint, Precision.FLOAT32);
    }

    /**
     * The same with products of another precision.
     *
     * @throws IllegalArgumentException as above, or if what executes the graph has no such products
     */
    public static Encoder of(Checkpoint checkpoint, Precision precision) {
        return new Encoder(checkpoint, precision, Execution.chosen());
    }

    /** Sizes and constants. */
    public EncoderConfig config() {
        return config;
    }

    /** Whether there is a classification head, so that {@link #logits} can be asked for. */
    public boolean hasHead() {
        return head.isPresent();
    }

    /**
     * Hidden states of the last layer, {@code [rows, length, hidden]} row-major; zero at tokens with mask 0.
     *
     * @throws IllegalArgumentException if an id is outside the vocabulary or the batch is longer than the position embedding
     */
    public float[] hiddenStates(TokenBatch batch) {
        return run(new Engine.HiddenStates(), batch);
    }

    /**
     * One vector a text, {@code [rows, hidden]} row-major.
     *
     * @throws IllegalArgumentException as {@link #hiddenStates}
     */
    public float[] features(TokenBatch batch, Pooling pooling) {
        return run(new Engine.Features(pooling), batch);
    }

    /**
     * Logits of the checkpoint's head, {@code [rows, labels]} row-major.
     *
     * @throws IllegalStateException if the checkpoint has no head
     * @throws IllegalArgumentException as {@link #hiddenStates}
     */
    public float[] logits(TokenBatch batch, Pooling pooling) {
        if (head.isEmpty()) {
            throw new IllegalStateException(
                    "this checkpoint has no classification head; train one, or ask for features");
        }
        return run(new Engine.Logits(pooling), batch);
    }

    private synchronized float[] run(Engine.Output output, TokenBatch batch) {
        if (closed) {
            throw new IllegalStateException("this encoder is closed");
        }
        Tokens.check(batch, config);
        return engine.forward(output, batch);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            engine.close();
            weights.close();
        }
    }
}
