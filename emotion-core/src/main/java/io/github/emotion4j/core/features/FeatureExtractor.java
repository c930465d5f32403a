package io.github.emotion4j.core.features;

import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.batch.Batches;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Texts to vectors, batched by length. Thread-safe if the tokenizer is. Neither the tokenizer nor the encoder is closed here.
 *
 * @param tokenizer the checkpoint's
 * @param encoder the checkpoint's
 * @param pooling how the hidden states of a text become one vector
 * @param batchSize the most texts computed together, at least 1; long texts come in smaller batches
 */
public record FeatureExtractor(Tokenizer tokenizer, Encoder encoder, Pooling pooling, int batchSize) {

    /** Checks the ranges given above. */
    public FeatureExtractor {
        Objects.requireNonNull(tokenizer, "tokenizer");
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(pooling, "pooling");
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be >= 1, found " + batchSize);
        }
    }

    /** Width of a vector. */
    public int columns() {
        return encoder.config().hiddenSize();
    }

    /**
     * One vector a text.
     *
     * @param texts any texts; those over the model's limit are cut
     * @param done called after every batch with the number of texts that are done
     * @return {@code [texts, columns]} row-major, in the order of the texts
     */
    public float[] extract(List<String> texts, IntConsumer done) {
        return vectors(tokenizer.encode(texts), done);
    }

    /**
     * One vector for each text that is tokenized already.
     *
     * @param done called after every batch with the number of texts that are done
     * @return {@code [texts, columns]} row-major, in the order of the texts
     */
    public float[] vectors(List<Encoding> encodings, IntConsumer done) {
        return Batches.run(encodings, batchSize, columns(), batch -> encoder.features(batch, pooling), done);
    }
}
