package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.Extent;

/** What the rows of a matrix are. */
public enum Rows {
    /** Tokens of all texts. */
    TOKENS,
    /** One row a text. */
    TEXTS;

    /** Floats of a matrix of so many columns. */
    int floats(Extent extent, int columns) {
        return Math.multiplyExact(count(extent), columns);
    }

    int count(Extent extent) {
        return this == TOKENS ? extent.tokens() : extent.texts();
    }
}
