package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.graph.kernel.AttentionShape;
import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Packed;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;

/**
 * Dropout masks for the rectangle that a standard graph works on, equal to those that the fused kernels draw for packed tokens. Where only token 0
 * of the last block is wanted, the kernels draw masks for it alone; what the other tokens get there changes nothing and is 1.
 */
final class DropoutValues {

    private final EncoderConfig config;
    private final Pooling pooling;
    private final TokenBatch batch;
    private final Packed tokens;
    private final long key;

    DropoutValues(EncoderConfig config, Pooling pooling, TokenBatch batch, long key) {
        this.config = config;
        this.pooling = pooling;
        this.batch = batch;
        this.tokens = Packed.of(batch);
        this.key = key;
    }

    /** A mask, row-major in the shape of its placeholder. */
    float[] of(StandardGraph.DropoutMask mask) {
        boolean firstOnly = pooling == Pooling.CLS && mask.layer() == config.layers() - 1;
        return switch (mask.kind()) {
            case POOLED -> drawn(mask.dropout(), 0, batch.rows() * config.hiddenSize());
            case STATES -> states(mask.dropout(), firstOnly);
            case ATTENTION -> attention(mask.dropout(), firstOnly);
        };
    }

    /** The axes of its placeholder. */
    long[] shape(StandardGraph.DropoutMask mask) {
        return switch (mask.kind()) {
            case POOLED -> new long[] {batch.rows(), config.hiddenSize()};
            case STATES -> new long[] {(long) batch.rows() * batch.length(), config.hiddenSize()};
            case ATTENTION -> new long[] {batch.rows(), config.heads(), batch.length(), batch.length()};
        };
    }

    private float[] states(Dropout dropout, boolean firstOnly) {
        int width = config.hiddenSize();
        float[] values = ones(Math.multiplyExact(batch.rows() * batch.length(), width));
        int rows = firstOnly ? tokens.texts() : tokens.tokens();
        for (int row = 0; row < rows; row++) {
            int place = firstOnly ? row * batch.length() : tokens.place(row);
            dropout.apply(values, place * width, width, (long) row * width, key);
        }
        return values;
    }

    private float[] attention(Dropout dropout, boolean firstOnly) {
        var shape = new AttentionShape(config.hiddenSize(), config.heads(), firstOnly);
        int length = batch.length();
        float[] values = ones(Math.multiplyExact(batch.rows() * config.heads(), length * length));
        for (int text = 0; text < tokens.texts(); text++) {
            int keys = tokens.length(text);
            int start = tokens.start(text);
            for (int head = 0; head < config.heads(); head++) {
                int from = shape.scoresFrom(tokens, text, head);
                for (int q = 0; q < shape.queries(tokens, text); q++) {
                    float[] row = drawn(dropout, from + q * keys, keys);
                    int query = tokens.place(start + q) % length;
                    int at = ((text * config.heads() + head) * length + query) * length;
                    for (int k = 0; k < keys; k++) {
                        values[at + tokens.place(start + k) % length] = row[k];
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
