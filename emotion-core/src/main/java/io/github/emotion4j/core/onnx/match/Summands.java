package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
                throw sum.insteadOf("a sum of a few terms");
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
}
