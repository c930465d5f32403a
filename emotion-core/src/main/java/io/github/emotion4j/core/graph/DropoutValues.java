package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.graph.kernel.AttentionShape;
import io.github.emotion4j.core.graph.kernel.Distances;
import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Packed;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;

/**
 * Dropout masks for the padded batch that a standard graph works on, equal to those that the fused kernels draw for packed tokens; 1 at padding and at
 * distances that no two tokens have.
 */
final class DropoutValues {

    private final EncoderConfig config;
    private final TokenBatch batch;
    private final Packed tokens;
    private final long key;

    DropoutValues(EncoderConfig config, TokenBatch batch, long key) {
        this.config = config;
        this.batch = batch;
        this.tokens = Packed.of(batch, config.embeddings());
        this.key = key;
    }

    /** A mask, row-major in the shape of its placeholder. */
    float[] of(DropoutMask mask) {
        if (mask.of() instanceof DropoutMask.Scores scores) {
            return attention(mask.dropout(), scores.firstOnly());
        }
        var states = (DropoutMask.States) mask.of();
        return switch (states.rows()) {
            case TEXTS -> drawn(mask.dropout(), 0, batch.rows() * states.width());
            case TOKENS -> states(mask.dropout(), states.width());
            case DISTANCES -> distances(mask.dropout(), states.width());
        };
    }

    /** The axes of its placeholder. */
    long[] shape(DropoutMask mask) {
        if (mask.of() instanceof DropoutMask.Scores scores) {
            return new long[] {batch.rows(), config.heads(), scores.firstOnly() ? 1 : batch.length(), batch.length()};
        }
        var states = (DropoutMask.States) mask.of();
        long rows = switch (states.rows()) {
            case TEXTS -> batch.rows();
            case TOKENS -> (long) batch.rows() * batch.length();
            case DISTANCES -> 2L * relative().span();
        };
        return new long[] {rows, states.width()};
    }

    private RelativePositions.Disentangled relative() {
        return (RelativePositions.Disentangled) config.attention().relative();
    }

    private float[] states(Dropout dropout, int width) {
        float[] values = ones(Math.multiplyExact(batch.rows() * batch.length(), width));
        for (int token = 0; token < tokens.tokens(); token++) {
            dropout.apply(values, tokens.place(token) * width, width, (long) token * width, key);
        }
        return values;
    }

    private float[] distances(Dropout dropout, int width) {
        float[] values = ones(2 * relative().span() * width);
        var used = Distances.of(relative(), tokens.extent());
        dropout.apply(values, used.first() * width, used.count() * width, 0, key);
        return values;
    }

    private float[] attention(Dropout dropout, boolean firstOnly) {
        var shape = new AttentionShape(config.hiddenSize(), config.heads(), firstOnly, 0, 1);
        int length = batch.length();
        int queries = firstOnly ? 1 : length;
        float[] values = ones(Math.multiplyExact(batch.rows() * config.heads(), queries * length));
        for (int text = 0; text < tokens.texts(); text++) {
            int keys = tokens.length(text);
            int start = tokens.start(text);
            for (int head = 0; head < config.heads(); head++) {
                int from = shape.scoresFrom(tokens, text, head);
                for (int q = 0; q < shape.queries(tokens, text); q++) {
                    float[] row = drawn(dropout, from + q * keys, keys);
                    int query = tokens.position(start + q);
                    int at = ((text * config.heads() + head) * queries + query) * length;
                    for (int k = 0; k < keys; k++) {
                        values[at + tokens.position(start + k)] = row[k];
                    }
                }
            }
        }
        return values;
    }

    private float[] drawn(Dropout dropout, long index, int count) {
        float[] values = ones(count);
        dropout.apply(values, 0, count, index, key);
        return values;
    }

    private static float[] ones(int count) {
        float[] values = new float[count];
        Arrays.fill(values, 1f);
        return values;
    }
}
