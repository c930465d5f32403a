package io.github.emotion4j.core.onnx;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.onnx.Term.Op;

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
        Summands.Residual second = Summands.residual(norm.input(), "the outer feed-forward layer");
        Term middle = second.rest();
        Norm attentionNorm = Norm.require(middle, "the residual of the feed-forward part");
        ScalarFunction.Match inner = ScalarFunction.match(second.linear().input(), c.terms(), c.activationTolerance());
        if (inner.activation() == Activation.TANH) {
            throw Refusal.expected(
                    "gelu or relu as feed-forward activation (tanh is not supported)",
                    second.linear().input());
        }
        if (inner.inner().input() != middle) {
            throw Refusal.expected(
                    "the attention's LayerNorm as input of the feed-forward part",
                    inner.inner().input());
        }
        Summands.Residual first = Summands.residual(attentionNorm.input(), "the output projection of the attention");
        Term input = first.rest();
        if (!input.is(Op.LAYER_NORM)) {
            throw Refusal.expected(
                    Linear.match(input).isPresent()
                            ? "a LayerNorm as the block's input; a linear layer after the embeddings is a factorised "
                                    + "embedding (ALBERT, ELECTRA) and is not supported"
                            : "a LayerNorm as the block's input",
                    input);
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
