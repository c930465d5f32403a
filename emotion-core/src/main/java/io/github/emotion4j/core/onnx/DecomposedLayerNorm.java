package io.github.emotion4j.core.onnx;

import io.github.emotion4j.core.onnx.Term.Op;
import java.util.Optional;

/**
 * LayerNorm as exporters before opset 17 write it: {@code (x - mean) / sqrt(mean((x - mean)²) + ε) * gain + bias}, with the square as a power or a
 * product and the root as a square root, a power or a reciprocal.
 */
final class DecomposedLayerNorm {

    private DecomposedLayerNorm() {}

    /** The LayerNorm that {@code scaled + bias} is, if it is one. */
    static Optional<Term> match(Term scaled, Term bias, Terms terms) {
        if (!isVector(bias, scaled) || !scaled.is(Op.MUL) || !isVector(scaled.argument(1), scaled)) {
            return Optional.empty();
        }
        Term gain = scaled.argument(1);
        Term normed = scaled.argument(0);
        Term variance = variance(normed, terms);
        if (variance == null) {
            return Optional.empty();
        }
        Term centred = normed.argument(0);
        if (!centred.is(Op.SUB)) {
            return Optional.empty();
        }
        // an optimiser may have removed the addition of a tiny epsilon
        boolean shifted = variance.is(Op.ADD) && terms.isNumber(variance.argument(1), variance);
        double epsilon = shifted ? terms.number(variance.argument(1)) : 0;
        Term squares = mean(shifted ? variance.argument(0) : variance);
        Term x = centred.argument(0);
        if (squares == null || mean(centred.argument(1)) != x || !isSquareOf(squares, centred, terms)) {
            return Optional.empty();
        }
        return Optional.of(terms.layerNorm(x, gain, bias, epsilon));
    }

    /** What {@code normed} divides by the square root of, or null. */
    private static Term variance(Term normed, Terms terms) {
        if (normed.is(Op.DIV)) {
            return root(normed.argument(1), 0.5, terms);
        }
        if (normed.is(Op.MUL)) {
            Term factor = normed.argument(1);
            return factor.is(Op.RECIPROCAL) ? root(factor.argument(0), 0.5, terms) : root(factor, -0.5, terms);
        }
        return null;
    }

    private static Term root(Term term, double exponent, Terms terms) {
        if (exponent > 0 && term.is(Op.SQRT)) {
            return term.argument(0);
        }
        return isPower(term, exponent, terms) ? term.argument(0) : null;
    }

    private static boolean isSquareOf(Term squares, Term x, Terms terms) {
        return squares.argument(0) == x
                && (isPower(squares, 2, terms) || (squares.is(Op.MUL) && squares.argument(1) == x));
    }

    private static boolean isPower(Term term, double exponent, Terms terms) {
        return term.is(Op.POW) && terms.isNumber(term.argument(1), term) && terms.number(term.argument(1)) == exponent;
    }

    /** What {@code term} is the mean of over the last axis, kept as an axis of size 1, or null. */
    private static Term mean(Term term) {
        return term.is(Op.REDUCE_MEAN)
                        && term.axis() == term.argument(0).rank() - 1
                        && term.rank() == term.argument(0).rank()
                ? term.argument(0)
                : null;
    }

    private static boolean isVector(Term term, Term beside) {
        return term.isConstant() && term.rank() == 1 && term.lastAxis() == beside.lastAxis() && term.lastAxis() > 0;
    }
}
