package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;

/**
 * One block of a post-LayerNorm encoder: attention, residual, LayerNorm, feed-forward, residual, LayerNorm.
 *
 * @param input hidden states that go in
 * @param attention of the input with itself
 * @param attentionOutput projection of the merged heads
 * @param attentionNorm LayerNorm after the first residual
 * @param inner first feed-forward layer
 * @param activation after the inner layer
 * @param outer second feed-forward layer
 * @param outputNorm LayerNorm after the second residual
 */
record Block(
        Term input,
        Attention attention,
        Linear attentionOutput,
        Norm attentionNorm,
        Linear inner,
        Activation activation,
        Linear outer,
        Norm outputNorm) {

    /** The block whose output {@code norm} computes. */
    static Block match(Norm norm, Context c) {
        Residual second = Residual.match(norm.input(), "the outer feed-forward layer");
        Term middle = second.rest();
        Norm attentionNorm = Norm.require(middle, "the residual of the feed-forward part");
        ActivationMatch inner = ActivationMatch.match(second.linear().input(), c.activationTolerance());
        if (inner.activation() == Activation.TANH) {
            throw second.linear().input().insteadOf("gelu or relu as feed-forward activation (tanh is not supported)");
        }
        if (inner.inner().input() != middle) {
            throw inner.inner().input().insteadOf("the attention's LayerNorm as input of the feed-forward part");
        }
        Residual first = Residual.match(attentionNorm.input(), "the output projection of the attention");
        Term input = first.rest();
        if (!input.is(Op.LAYER_NORM)) {
            throw input.insteadOf(
                    Linear.match(input).isPresent()
                            ? "a LayerNorm as the block's input; a linear layer after the embeddings is a factorised "
                                    + "embedding (ALBERT, ELECTRA) and is not supported"
                            : "a LayerNorm as the block's input");
        }
        Attention attention = Attention.match(first.linear().input(), input, c);
        return new Block(
                input,
                attention,
                first.linear(),
                attentionNorm,
                inner.inner(),
                inner.activation(),
                second.linear(),
                norm);
    }
}
