package io.github.emotion4j.core;

import io.github.emotion4j.data.batch.TokenBatch;

/** Token ids to logits; the seam between what a service calls and the encoder that computes. Implementations are thread-safe. */
interface Scorer extends AutoCloseable {

    /** Logits {@code [rows, labels]}, row-major. */
    float[] logits(TokenBatch batch);

    @Override
    void close();
}
