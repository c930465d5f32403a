package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.graph.kernel.Distances;
import io.github.emotion4j.core.graph.kernel.Extent;

/** How many rows a matrix has. */
public interface Rows {

    /** Tokens of all texts. */
    Rows TOKENS = Extent::tokens;

    /** One row a text. */
    Rows TEXTS = Extent::texts;

    /** One row for each distance that can occur between two tokens of a text. */
    static Rows distances(RelativePositions.Disentangled positions) {
        return extent -> Distances.of(positions, extent).count();
    }

    /** Number of rows. */
    int count(Extent extent);

    /** Floats of a matrix of so many columns. */
    default int floats(Extent extent, int columns) {
        return Math.multiplyExact(count(extent), columns);
    }
}
