package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.SelfAttention;

/**
 * How attention is laid out in memory and cut into chunks.
 *
 * @param hidden width of queries, keys and values, all heads together
 * @param heads attention heads
 * @param firstOnly whether only token 0 of each text asks: queries {@code [texts, hidden]} apart from keys and values {@code [tokens, 2 hidden]};
 *     otherwise one array {@code [tokens, 3 hidden]} holds queries, keys and values
 * @param window how far to either side a token attends
 * @param scale of the products
 */
public record AttentionShape(int hidden, int heads, boolean firstOnly, int window, float scale) {

    private static final int MANY_TEXTS = 16;

    int headSize() {
        return hidden / heads;
    }

    /** Floats of all attention probabilities of a pass. */
    public int scores(Extent extent) {
        return Math.multiplyExact(heads, firstOnly ? extent.tokens() : extent.squares());
    }

    /** Heads are separate chunks only where there are few texts. */
    int chunksPerText(int texts) {
        return texts >= MANY_TEXTS ? 1 : heads;
    }

    /** Queries of a text. */
    public int queries(Packed tokens, int text) {
        return firstOnly ? 1 : tokens.length(text);
    }

    /** Row of the first query, and of the first context vector. */
    int queryRow(Packed tokens, int text) {
        return firstOnly ? text : tokens.start(text);
    }

    /** Where the {@code [queries, keys]} probabilities of a text and head begin. */
    public int scoresFrom(Packed tokens, int text, int head) {
        return firstOnly
                ? tokens.start(text) * heads + head * tokens.length(text)
                : tokens.squaresBefore(text) * heads + head * tokens.length(text) * tokens.length(text);
    }

    /** Whether tokens attend to all others, whatever the batch. */
    boolean everywhere() {
        return window == SelfAttention.EVERYWHERE;
    }

    Matrix queries(Floats queries) {
        return Matrix.of(queries, firstOnly ? hidden : 3 * hidden);
    }

    Matrix keys(Floats keysAndValues) {
        return firstOnly
                ? Matrix.of(keysAndValues, 2 * hidden)
                : Matrix.of(keysAndValues, 3 * hidden).at(0, hidden);
    }

    Matrix values(Floats keysAndValues) {
        return keys(keysAndValues).at(0, hidden);
    }
}
