package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;

/**
 * Multi-head attention of a text with itself.
 *
 * @param query projection
 * @param key projection
 * @param value projection
 * @param heads number of heads
 */
record Attention(Linear query, Linear key, Linear value, int heads) {

    /**
     * The attention whose result, heads merged, {@code context} is.
     *
     * @param input hidden states {@code [batch, tokens, hidden]} that it must attend to
     */
    static Attention match(Term context, Term input, Context c) {
        int hidden = input.lastAxis();
        Term product = context.base(); // [batch, heads, tokens, head size]
        if (!product.is(Op.MATMUL) || !product.argument(0).is(Op.SOFTMAX)) {
            throw product.insteadOf("the context of an attention, probabilities times values");
        }
        Term values = product.argument(1);
        int headSize = values.lastAxis();
        if (headSize < 1 || hidden % headSize != 0) {
            throw values.insteadOf("heads that divide the hidden size " + hidden);
        }
        var layout = new HeadLayout(c.probe(), hidden / headSize, headSize);
        layout.requireMerged(context);
        MaskProof.Scores scores =
                new MaskProof(c.probe()).check(product.argument(0).argument(0));
        Term queries = scores.product().argument(0);
        Term keys = scores.product().argument(1);
        layout.requireSplit(queries, "queries");
        layout.requireSplitTransposed(keys, "keys");
        layout.requireSplit(values, "values");
        double expected = 1 / Math.sqrt(headSize);
        if (!(Math.abs(scores.scale() / expected - 1) <= c.scaleTolerance())) {
            throw new Refusal(scores.product().origin() + ": scores are scaled by " + scores.scale()
                    + ", expected 1/sqrt(head size) = " + expected);
        }
        return new Attention(
                projection(queries, input, "queries"),
                projection(keys, input, "keys"),
                projection(values, input, "values"),
                layout.heads());
    }

    private static Linear projection(Term split, Term input, String what) {
        Linear linear = Linear.require(split.base(), "the projection to " + what);
        if (linear.input() != input) {
            throw linear.input().insteadOf("the block's input as what the " + what + " are projected from");
        }
        return linear;
    }
}
