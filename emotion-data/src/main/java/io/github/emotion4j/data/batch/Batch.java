package io.github.emotion4j.data.batch;

import java.util.Objects;

/**
 * A rectangle of tokens and where its rows come from.
 *
 * @param tokens the rectangle
 * @param rows for each row of the rectangle the index of its text in the list that was batched, {@code [tokens.rows()]}
 */
public record Batch(TokenBatch tokens, int[] rows) {

    /** Checks that there is one index per row. */
    public Batch {
        Objects.requireNonNull(tokens, "tokens");
        if (rows.length != tokens.rows()) {
            throw new IllegalArgumentException(
                    "a batch of " + tokens.rows() + " rows needs as many indices, found " + rows.length);
        }
    }
}
