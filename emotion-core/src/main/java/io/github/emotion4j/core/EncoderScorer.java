package io.github.emotion4j.core;

import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.batch.TokenBatch;

/**
 * The scorer that computes.
 *
 * @param encoder owned
 * @param pooling the one that the head was trained with
 */
record EncoderScorer(Encoder encoder, Pooling pooling) implements Scorer {

    @Override
    public float[] logits(TokenBatch batch) {
        return encoder.logits(batch, pooling);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
