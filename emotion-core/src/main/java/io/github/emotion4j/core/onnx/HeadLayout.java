package io.github.emotion4j.core.onnx;

/**
 * Where the element of head {@code h}, token {@code t}, unit {@code d} lies when the heads are apart and when they are merged. The rearrangements
 * of a graph are compared with it element by element, so that it does not matter by which reshapes and transposes they are made; on long probes
 * a sample of the elements is compared.
 */
record HeadLayout(Probe probe, int heads, int headSize) {

    private static final int EXHAUSTIVE = 1 << 16;

    /** Prime, so that a sample in steps of it meets all rests on every axis. */
    private static final int STEP = 251;

    /** From {@code [batch, tokens, hidden]} to {@code [batch, heads, tokens, head size]}. */
    void requireSplit(Term term, String what) {
        int size = requireSize(term, what);
        int length = probe.length();
        for (int i = 0; i < size; i += step(size)) {
            int unit = i % headSize;
            int token = i / headSize % length;
            int head = i / headSize / length % heads;
            int text = i / headSize / length / heads;
            require(term.source(i) == merged(text, head, token, unit), term, what);
        }
    }

    /** From {@code [batch, tokens, hidden]} to {@code [batch, heads, head size, tokens]}. */
    void requireSplitTransposed(Term term, String what) {
        int size = requireSize(term, what);
        int length = probe.length();
        for (int i = 0; i < size; i += step(size)) {
            int token = i % length;
            int unit = i / length % headSize;
            int head = i / length / headSize % heads;
            int text = i / length / headSize / heads;
            require(term.source(i) == merged(text, head, token, unit), term, what);
        }
    }

    /** From {@code [batch, heads, tokens, head size]} to {@code [batch, tokens, hidden]}. */
    void requireMerged(Term term) {
        int size = requireSize(term, "context");
        int length = probe.length();
        for (int i = 0; i < size; i += step(size)) {
            int unit = i % headSize;
            int head = i / headSize % heads;
            int token = i / headSize / heads % length;
            int text = i / headSize / heads / length;
            int split = ((text * heads + head) * length + token) * headSize + unit;
            require(term.source(i) == split, term, "context");
        }
    }

    private int merged(int text, int head, int token, int unit) {
        return ((text * probe.length() + token) * heads + head) * headSize + unit;
    }

    private static int step(int size) {
        return size <= EXHAUSTIVE ? 1 : STEP;
    }

    private int requireSize(Term term, String what) {
        int size = Shape.size(term.shape());
        require(size == probe.batch() * probe.length() * heads * headSize, term, what);
        return size;
    }

    private void require(boolean right, Term term, String what) {
        if (!right) {
            throw Refusal.expected(
                    what + " split into " + heads + " heads of " + headSize + " on texts of " + probe + " tokens",
                    term);
        }
    }
}
