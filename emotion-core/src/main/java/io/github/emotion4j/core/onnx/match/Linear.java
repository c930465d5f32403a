package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import java.util.Optional;

/**
 * A linear layer, {@code x Wᵀ + b}.
 *
 * @param input x
 * @param weight W, {@code [out, in]}
 * @param bias b, {@code [out]}; absent if the layer has none
 * @param out width of the result
 */
record Linear(Term input, Parameter weight, Optional<Parameter> bias, int out) {

    /** The linear layer whose result a term is. */
    static Optional<Linear> match(Term term) {
        if (isProduct(term)) {
            return Optional.of(of(term, Optional.empty()));
        }
        if (term.is(Op.ADD) && isProduct(term.argument(0)) && isVector(term.argument(1), term.lastAxis())) {
            return Optional.of(of(term.argument(0), Optional.of(term.argument(1))));
        }
        return Optional.empty();
    }

    /** The same, refused if it is something else. */
    static Linear require(Term term, String what) {
        return match(term).orElseThrow(() -> term.insteadOf(what + ", a linear layer"));
    }

    static Linear of(Term product, Optional<Term> bias) {
        return new Linear(
                product.argument(0),
                Parameter.matrix(product.argument(1)),
                bias.map(Parameter::of),
                product.lastAxis());
    }

    /** Whether a term is a product with a constant matrix. */
    static boolean isProduct(Term term) {
        return term.is(Op.MATMUL)
                && term.argument(1).isConstant()
                && term.argument(1).rank() == 2;
    }

    /** Whether a term is a constant that is added to every row. */
    static boolean isVector(Term term, int size) {
        return term.isConstant() && Shape.size(term.shape()) == size && term.lastAxis() == size;
    }
}
