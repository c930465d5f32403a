package io.github.emotion4j.core.onnx;

/**
 * Where the element of head {@code h}, token {@code t}, unit {@code d} lies when the heads are apart and when they are merged. The rearrangements
 * of a graph are compared with it element by element, so that it does not matter by which reshapes and transposes they are made.
 */
record HeadLayout(Probe probe, int heads, int headSize) {

    /** From {@code [batch, tokens, hidden]} to {@code [batch, heads, tokens, head size]}. */
    void requireSplit(Term term, String what) {
        int[] sources = sources(term, what);
        int i = 0;
        for (int b = 0; b < probe.batch(); b++) {
            for (int h = 0; h < heads; h++) {
                for (int t = 0; t < probe.length(); t++) {
                    for (int d = 0; d < headSize; d++) {
                        require(sources[i++] == merged(b, h, t, d), term, what);
                    }
                }
            }
        }
    }

    /** From {@code [batch, tokens, hidden]} to {@code [batch, heads, head size, tokens]}. */
    void requireSplitTransposed(Term term, String what) {
        int[] sources = sources(term, what);
        int i = 0;
        for (int b = 0; b < probe.batch(); b++) {
            for (int h = 0; h < heads; h++) {
                for (int d = 0; d < headSize; d++) {
                    for (int t = 0; t < probe.length(); t++) {
                        require(sources[i++] == merged(b, h, t, d), term, what);
                    }
                }
            }
        }
    }

    /** From {@code [batch, heads, tokens, head size]} to {@code [batch, tokens, hidden]}. */
    void requireMerged(Term term) {
        int[] sources = sources(term, "context");
        int i = 0;
        for (int b = 0; b < probe.batch(); b++) {
            for (int t = 0; t < probe.length(); t++) {
                for (int h = 0; h < heads; h++) {
                    for (int d = 0; d < headSize; d++) {
                        int split = ((b * heads + h) * probe.length() + t) * headSize + d;
                        require(sources[i++] == split, term, "context");
                    }
                }
            }
        }
    }

    private int merged(int b, int h, int t, int d) {
        return ((b * probe.length() + t) * heads + h) * headSize + d;
    }

    private int[] sources(Term term, String what) {
        int[] sources = term.sources();
        require(sources.length == probe.batch() * probe.length() * heads * headSize, term, what);
        return sources;
    }

    private void require(boolean right, Term term, String what) {
        if (!right) {
            throw Refusal.expected(
                    what + " split into " + heads + " heads of " + headSize + " on texts of " + probe + " tokens",
                    term);
        }
    }
}
