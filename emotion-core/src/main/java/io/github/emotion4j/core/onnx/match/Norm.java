package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;

/**
 * A LayerNorm over the last axis.
 *
 * @param input what is normalised
 * @param gain {@code [hidden]}
 * @param bias {@code [hidden]}
 * @param epsilon added to the variance
 */
record Norm(Term input, Parameter gain, Parameter bias, double epsilon) {

    static Norm require(Term term, String what) {
        if (!term.is(Op.LAYER_NORM)) {
            throw term.insteadOf(what + ", a LayerNorm");
        }
        return new Norm(
                term.argument(0), Parameter.of(term.argument(1)), Parameter.of(term.argument(2)), term.number());
    }
}
