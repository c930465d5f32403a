package io.github.emotion4j.core.graph;

/** Numbers of the places of an encoder that drop values, the same in every graph of it: equal numbers and keys give equal masks. */
final class DropoutSites {

    static final int EMBEDDINGS = 0;

    private static final int PER_LAYER = 3;

    private DropoutSites() {}

    /** Attention probabilities of a block. */
    static int attention(int layer) {
        return 1 + PER_LAYER * layer;
    }

    /** Between a block's output projection and the residual. */
    static int projection(int layer) {
        return 2 + PER_LAYER * layer;
    }

    /** Between a block's feed-forward part and the residual. */
    static int feedForward(int layer) {
        return 3 + PER_LAYER * layer;
    }

    /** In front of the classification layer. */
    static int head(int layers) {
        return 1 + PER_LAYER * layers;
    }
}
