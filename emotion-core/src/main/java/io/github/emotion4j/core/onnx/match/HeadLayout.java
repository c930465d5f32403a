package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Probe;
import io.github.emotion4j.core.onnx.term.Term;
import java.util.function.IntUnaryOperator;

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
        require(term, what, i -> {
            int token = i / headSize % probe.length();
            int head = i / headSize / probe.length() % heads;
            int text = i / headSize / probe.length() / heads;
            return merged(text, head, token, i % headSize);
        });
    }

    /** From {@code [batch, tokens, hidden]} to {@code [batch, heads, head size, tokens]}. */
    void requireSplitTransposed(Term term, String what) {
        require(term, what, i -> {
            int unit = i / probe.length() % headSize;
            int head = i / probe.length() / headSize % heads;
            int text = i / probe.length() / headSize / heads;
            return merged(text, head, i % probe.length(), unit);
        });
    }

    /** From {@code [batch, heads, tokens, head size]} to {@code [batch, tokens, hidden]}. */
    void requireMerged(Term term) {
        require(term, "context", i -> {
            int head = i / headSize % heads;
            int token = i / headSize / heads % probe.length();
            int text = i / headSize / heads / probe.length();
            return ((text * heads + head) * probe.length() + token) * headSize + i % headSize;
        });
    }

    private int merged(int text, int head, int token, int unit) {
        return ((text * probe.length() + token) * heads + head) * headSize + unit;
    }

    private void require(Term term, String what, IntUnaryOperator source) {
        int size = Shape.size(term.shape());
        boolean right = size == probe.batch() * probe.length() * heads * headSize;
        int step = size <= EXHAUSTIVE ? 1 : STEP;
        for (int i = 0; right && i < size; i += step) {
            right = term.source(i) == source.applyAsInt(i);
        }
        if (!right) {
            throw term.insteadOf(
                    what + " split into " + heads + " heads of " + headSize + " on texts of " + probe + " tokens");
        }
    }
}
