package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.data.batch.TokenBatch;

/**
 * The forward pass of a checkpoint. Thread-safe: the weights are held once, each call works in memory of its own. Native memory is released by
 * {@link #close()}.
 */
public final class Encoder implements AutoCloseable {

    private final EncoderConfig config;

    private Encoder(EncoderConfig config) {
        this.config = config;
    }

    /** Takes a copy of the checkpoint's weights into native memory. */
    public static Encoder of(Checkpoint checkpoint) {
        return new Encoder(checkpoint.config());
    }

    /** Sizes and constants. */
    public EncoderConfig config() {
        return config;
    }

    /**
     * Hidden states of the last layer, {@code [rows, length, hidden]} row-major. Values at padding are defined but meaningless.
     *
     * @throws IllegalArgumentException if an id is outside the vocabulary or the batch is longer than the position embedding
     */
    public float[] hiddenStates(TokenBatch batch) {
        throw new UnsupportedOperationException();
    }

    /** One vector a text, {@code [rows, hidden]} row-major. */
    public float[] features(TokenBatch batch, Pooling pooling) {
        throw new UnsupportedOperationException();
    }

    /**
     * Logits of the checkpoint's head, {@code [rows, labels]} row-major.
     *
     * @throws IllegalStateException if the checkpoint has no head
     */
    public float[] logits(TokenBatch batch, Pooling pooling) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
