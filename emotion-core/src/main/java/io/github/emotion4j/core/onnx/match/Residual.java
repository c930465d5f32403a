package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import java.util.List;
import java.util.Optional;

/**
 * A sum of a linear layer's result and a residual connection.
 *
 * @param linear the layer
 * @param rest what its result is added to
 */
record Residual(Linear linear, Term rest) {

    /** The parts of a sum, refused if it is another one. */
    static Residual match(Term sum, String what) {
        Term product = null;
        Term bias = null;
        Term rest = null;
        for (Term leaf : Summands.of(sum)) {
            if (product == null && Linear.isProduct(leaf)) {
                product = leaf;
            } else if (bias == null && Linear.isVector(leaf, sum.lastAxis())) {
                bias = leaf;
            } else if (rest == null && !leaf.isConstant()) {
                rest = leaf;
            } else {
                throw leaf.insteadOf("the sum of " + what + ", a linear layer, and the residual connection" + hint(sum)
                        + "; found one more");
            }
        }
        if (product == null || rest == null) {
            throw sum.insteadOf("the sum of " + what + ", a linear layer, and the residual connection" + hint(sum));
        }
        return new Residual(Linear.of(product, Optional.ofNullable(bias)), rest);
    }

    /** What further linear layers in a sum usually mean. */
    private static String hint(Term sum) {
        List<Term> products =
                Summands.of(sum).stream().filter(Linear::isProduct).toList();
        boolean projected = products.stream()
                .map(product -> product.argument(0))
                .anyMatch(input -> input.is(Op.LAYER_NORM) && Embeddings.isSum(Norm.require(input, "embeddings")));
        if (projected) {
            return " (a linear layer after the embeddings is a factorised embedding, as of ALBERT and ELECTRA; not supported)";
        }
        return products.size() > 1 || Summands.of(sum).stream().anyMatch(term -> term.is(Op.LOOKUP))
                ? " (LayerNorm before each part, as in GPT-2, is not supported)"
                : "";
    }
}
