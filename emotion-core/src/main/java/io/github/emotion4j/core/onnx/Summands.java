package io.github.emotion4j.core.onnx;

import io.github.emotion4j.core.onnx.Term.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is added up in a term, however the additions are grouped. */
final class Summands {

    private static final int MAX = 16;

    private Summands() {}

    static List<Term> of(Term sum) {
        var leaves = new ArrayList<Term>();
        var open = new ArrayDeque<Term>();
        open.push(sum);
        while (!open.isEmpty()) {
            Term next = open.pop();
            if (isReshapedSum(next, sum)) {
                next = next.base();
            }
            if (next.is(Op.ADD)) {
                open.push(next.argument(1));
                open.push(next.argument(0));
            } else {
                leaves.add(next);
            }
            if (leaves.size() + open.size() > MAX) {
                throw Refusal.expected("a sum of a few terms", sum);
            }
        }
        return leaves;
    }

    /** Whether a term is a linear layer on all tokens in one row each, as Gemm computes it, put back into texts. */
    private static boolean isReshapedSum(Term term, Term sum) {
        return term.is(Op.VIEW)
                && (term.base().is(Op.ADD) || Linear.isProduct(term.base()))
                && Arrays.equals(term.shape(), sum.shape())
                && term.movements().size() == 1
                && term.movements().get(0).keepsRows();
    }

    /** A linear layer and what its result is added to. */
    record Residual(Linear linear, Term rest) {}

    /** A sum taken apart into a linear layer and a residual connection. */
    static Residual residual(Term sum, String what) {
        Term product = null;
        Term bias = null;
        Term rest = null;
        for (Term leaf : of(sum)) {
            if (product == null && Linear.isProduct(leaf)) {
                product = leaf;
            } else if (bias == null && Linear.isVector(leaf, sum.lastAxis())) {
                bias = leaf;
            } else if (rest == null && !leaf.isConstant()) {
                rest = leaf;
            } else {
                throw Refusal.expected(
                        "the sum of " + what + ", a linear layer, and the residual connection" + hint(sum)
                                + "; found one more",
                        leaf);
            }
        }
        if (product == null || rest == null) {
            throw Refusal.expected(
                    "the sum of " + what + ", a linear layer, and the residual connection" + hint(sum), sum);
        }
        return new Residual(Linear.of(product, Optional.ofNullable(bias)), rest);
    }

    /** What further linear layers in a sum usually mean. */
    private static String hint(Term sum) {
        List<Term> products = of(sum).stream().filter(Linear::isProduct).toList();
        boolean projected = products.stream()
                .map(product -> product.argument(0))
                .anyMatch(input -> input.is(Op.LAYER_NORM) && Embeddings.isSum(Norm.require(input, "embeddings")));
        if (projected) {
            return " (a linear layer after the embeddings is a factorised embedding, as of ALBERT and ELECTRA; not supported)";
        }
        return products.size() > 1 || of(sum).stream().anyMatch(term -> term.is(Op.LOOKUP))
                ? " (LayerNorm before each part, as in GPT-2, is not supported)"
                : "";
    }
}
