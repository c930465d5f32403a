package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.checkpoint.Pooling;
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
            float[] pooled = pool(hidden, batch, pooling);
            for (boolean normalised : new boolean[] {false, true}) {
                float[] expected = normalised ? normalise(pooled, batch.rows()) : pooled;
                if (Difference.worst(vectors, expected) <= tolerance) {
                    return Optional.of(new Pooled(pooling, normalised));
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

    /** Rows divided by their Euclidean length. */
    static float[] normalise(float[] rows, int count) {
        float[] normalised = rows.clone();
        int width = rows.length / count;
        for (int row = 0; row < count; row++) {
            double square = 0;
            for (int i = 0; i < width; i++) {
                square += rows[row * width + i] * (double) rows[row * width + i];
            }
            for (int i = 0; i < width; i++) {
                normalised[row * width + i] /= (float) Math.sqrt(square);
            }
        }
        return normalised;
    }
}
