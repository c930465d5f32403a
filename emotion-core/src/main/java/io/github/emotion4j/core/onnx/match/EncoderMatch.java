package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.term.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An encoder found in a graph.
 *
 * @param embeddings at the bottom
 * @param blocks from the bottom up, at least one
 */
record EncoderMatch(Embeddings embeddings, List<Block> blocks) {

    private static final int MAX_LAYERS = 1000;

    /** The encoder whose last hidden states {@code hidden} is, {@code [batch, tokens, hidden]}. */
    static EncoderMatch match(Term hidden, Context c) {
        var blocks = new ArrayList<Block>();
        Norm norm = Norm.require(hidden, "hidden states");
        while (!Embeddings.isSum(norm)) {
            if (blocks.size() == MAX_LAYERS) {
                throw new Refusal("the encoder has more than " + MAX_LAYERS + " layers");
            }
            Block block = Block.match(norm, c);
            blocks.add(block);
            norm = Norm.require(block.input(), "the output of a block");
        }
        if (blocks.isEmpty()) {
            throw hidden.insteadOf("hidden states of at least one block, not the embeddings alone");
        }
        Collections.reverse(blocks);
        var match = new EncoderMatch(Embeddings.match(norm, c), List.copyOf(blocks));
        match.requireUniform();
        return match;
    }

    /** A checkpoint has one number of heads, one activation and one epsilon for all its blocks. */
    private void requireUniform() {
        Block first = blocks.get(0);
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.attention().heads() != first.attention().heads()
                    || block.activation() != first.activation()
                    || block.inner().out() != first.inner().out()) {
                throw new Refusal("block " + i + " has " + block.attention().heads() + " heads, "
                        + block.activation() + " and width " + block.inner().out() + ", block 0 has "
                        + first.attention().heads() + ", " + first.activation() + " and "
                        + first.inner().out()
                        + "; expected the same in all");
            }
            requireEpsilon(block.attentionNorm());
            requireEpsilon(block.outputNorm());
        }
    }

    private void requireEpsilon(Norm norm) {
        double expected = embeddings.norm().epsilon();
        // a file of float16 may hold the same decimal once as float32 and once as float64
        if ((float) norm.epsilon() != (float) expected) {
            throw norm.input()
                    .insteadOf("the LayerNorm epsilon of the embeddings, " + expected + ", found " + norm.epsilon()
                            + " after");
        }
    }
}
