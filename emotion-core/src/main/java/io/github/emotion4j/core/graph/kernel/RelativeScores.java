package io.github.emotion4j.core.graph.kernel;

import java.util.List;

/** What the distances of tokens add to attention scores, and the gradients of that. */
public interface RelativeScores {

    /**
     * One text and head.
     *
     * @param queries of the text
     */
    record Place(Packed tokens, int text, int head, int queries) {

        int keys() {
            return tokens.length(text);
        }

        /** Place of a query minus place of a key. */
        int distance(int query, int key) {
            int start = tokens.start(text);
            return tokens.position(start + query) - tokens.position(start + key);
        }
    }

    /**
     * Adds to the scores.
     *
     * @param q {@code [queries, head size]}
     * @param k {@code [keys, head size]}
     * @param scores {@code [queries, keys]}
     */
    void add(Place place, Matrix q, Matrix k, float[] scores, Scratch scratch);

    /**
     * Adds to the gradients of queries and keys.
     *
     * @param dScores {@code [queries, keys]}
     */
    void addGradients(Place place, float[] dScores, Matrix dq, Matrix dk, Scratch scratch);

    /**
     * Kernels that compute the gradients of what distances are made of, from all scores' gradients.
     *
     * @param dScores laid out as the attention's probabilities
     * @param targets gradients of the inputs behind queries, keys and values, in their order; null where nobody asks
     */
    List<Kernel> gradients(
            AttentionShape shape, Floats queries, Floats keysAndValues, Floats dScores, Floats[] targets);
}
