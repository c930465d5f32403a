package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.encoder.Operations.Rows;
import io.github.emotion4j.core.graph.kernel.Dropout;

/**
 * A placeholder of a dropout's mask in a standard graph: 0 where dropped, else what is left is multiplied with.
 *
 * @param dropout decides the mask
 * @param of what is dropped
 */
record DropoutMask(Dropout dropout, Shape of) {

    /** What is dropped. */
    sealed interface Shape {}

    /** A matrix {@code [rows, width]}. */
    record States(Rows rows, int width) implements Shape {}

    /** Attention's probabilities {@code [batch, heads, queries, length]}; one query if only token 0 asks. */
    record Scores(boolean firstOnly) implements Shape {}

    /** Name of the placeholder. */
    String name() {
        return "dropout." + dropout.site();
    }
}
