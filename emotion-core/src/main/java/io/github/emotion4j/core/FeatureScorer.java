package io.github.emotion4j.core;

import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.features.FeatureHead;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;

/**
 * The scorer whose encoder computes vectors for a head of another library.
 *
 * @param encoder owned
 * @param pooling the one that the head was trained with
 * @param head of the encoder's width
 */
record FeatureScorer(Encoder encoder, Pooling pooling, FeatureHead head) implements Scorer {

    @Override
    public float[] logits(TokenBatch batch) {
        float[] vectors = encoder.features(batch, pooling); // [rows, columns]
        float[] logits = head.logits(vectors); // [rows, labels]
        int labels = head.labels().size();
        // A tree takes a side whatever the number is: what is no number must not become an answer.
        for (int at = 0; at < vectors.length; at++) {
            if (!Float.isFinite(vectors[at])) {
                int row = at / head.columns();
                Arrays.fill(logits, row * labels, (row + 1) * labels, Float.NaN);
            }
        }
        return logits;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
