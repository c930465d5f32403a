package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;
import java.util.Optional;

/**
 * How hidden states became one vector a text.
 *
 * @param pooling token 0, or the mean over real tokens
 * @param normalised whether the vector is divided by its Euclidean length
 */
record Pooled(Pooling pooling, boolean normalised) {

    /** The way in which {@code vectors} follow from {@code hidden}, {@code [rows, length, width]}, if there is one. */
    static Optional<Pooled> find(float[] hidden, float[] vectors, TokenBatch batch, double tolerance) {
        for (Pooling pooling : Pooling.values()) {
            for (boolean normalised : new boolean[] {false, true}) {
                var pooled = new Pooled(pooling, normalised);
                float[] expected = pooled.finish(pool(hidden, batch, pooling), batch.rows());
                if (Difference.worst(vectors, expected) <= tolerance) {
                    return Optional.of(pooled);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether vectors are means over all tokens, padding too. */
    static boolean isMeanOfAll(float[] hidden, float[] vectors, TokenBatch batch, double tolerance) {
        int[] all = new int[batch.mask().length];
        Arrays.fill(all, 1);
        var unpadded = new TokenBatch(batch.rows(), batch.length(), batch.ids(), all, batch.typeIds());
        return Difference.worst(vectors, pool(hidden, unpadded, Pooling.MEAN)) <= tolerance;
    }

    private static float[] pool(float[] hidden, TokenBatch batch, Pooling pooling) {
        int width = hidden.length / (batch.rows() * batch.length());
        float[] pooled = new float[batch.rows() * width];
        for (int row = 0; row < batch.rows(); row++) {
            int count = 0;
            for (int token = 0; token < batch.length(); token++) {
                int at = row * batch.length() + token;
                boolean taken = pooling == Pooling.CLS ? token == 0 : batch.mask()[at] == 1;
                count += taken ? 1 : 0;
                for (int i = 0; taken && i < width; i++) {
                    pooled[row * width + i] += hidden[at * width + i];
                }
            }
            for (int i = 0; i < width; i++) {
                pooled[row * width + i] /= count;
            }
        }
        return pooled;
    }

    /** Vectors of so many texts, divided by their Euclidean length if that is done. */
    float[] finish(float[] vectors, int texts) {
        if (!normalised) {
            return vectors;
        }
        float[] quotients = vectors.clone();
        int width = vectors.length / texts;
        for (int text = 0; text < texts; text++) {
            double square = 0;
            for (int i = text * width; i < (text + 1) * width; i++) {
                square += vectors[i] * (double) vectors[i];
            }
            for (int i = text * width; i < (text + 1) * width; i++) {
                quotients[i] /= (float) Math.sqrt(square);
            }
        }
        return quotients;
    }
}
