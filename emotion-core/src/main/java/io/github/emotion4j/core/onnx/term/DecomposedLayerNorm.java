package io.github.emotion4j.core.onnx.term;

import io.github.emotion4j.core.onnx.tensor.Movement;
import io.github.emotion4j.core.onnx.term.Term.Op;
import java.util.Arrays;
import java.util.Optional;

/**
 * LayerNorm written in single operations, as by exporters before opset 17: {@code (x - mean) / sqrt(mean((x - mean)²) + ε) * gain + bias}, with the
 * factors in any order, the square as a power or a product, the root as a square root or a power; or with the bias and the mean put together
 * beforehand, as TensorFlow does: {@code x * f + (bias - mean * f)}, {@code f = gain / sqrt(…)}.
 *
 * @param input x
 * @param gain a constant over the last axis
 * @param bias a constant over the last axis
 * @param epsilon ε
 */
record DecomposedLayerNorm(Term input, Term gain, Term bias, double epsilon) {

    /** The LayerNorm that {@code a + b} is, if it is one. */
    static Optional<DecomposedLayerNorm> match(Term a, Term b) {
        if (b.isConstant()) {
            return centred(a, b);
        }
        return a.is(Op.SUB) ? shifted(b, a) : shifted(a, b);
    }

    /** {@code (x - mean) * f + bias}. */
    private static Optional<DecomposedLayerNorm> centred(Term scaled, Term bias) {
        Product product = Product.of(scaled);
        if (product == null || !isVector(bias, scaled) || !product.value.is(Op.SUB)) {
            return Optional.empty();
        }
        Term x = product.value.argument(0);
        return mean(product.value.argument(1)) == x ? norm(x, product, bias) : Optional.empty();
    }

    /** {@code x * f + (bias - mean * f)}. */
    private static Optional<DecomposedLayerNorm> shifted(Term scaled, Term shift) {
        if (!shift.is(Op.SUB) || !isVector(shift.argument(0), scaled)) {
            return Optional.empty();
        }
        Product product = Product.of(scaled);
        Product offset = Product.of(shift.argument(1));
        boolean fits = product != null
                && offset != null
                && offset.gain == product.gain
                && offset.variance == product.variance
                && mean(offset.value) == product.value;
        return fits ? norm(product.value, product, shift.argument(0)) : Optional.empty();
    }

    private static Optional<DecomposedLayerNorm> norm(Term x, Product product, Term bias) {
        Term variance = product.variance;
        // an optimiser may have removed the addition of a tiny epsilon
        boolean shifted = variance.is(Op.ADD) && variance.argument(1).isNumberBeside(variance);
        double epsilon = shifted ? variance.argument(1).scalar() : 0;
        Term squares = mean(shifted ? variance.argument(0) : variance);
        if (squares == null || !isVector(product.gain, x) || !isSquareOfDeviation(squares, x)) {
            return Optional.empty();
        }
        return Optional.of(new DecomposedLayerNorm(x, product.gain, bias, epsilon));
    }

    private static boolean isSquareOfDeviation(Term squares, Term x) {
        boolean square = isPower(squares, 2) || (squares.is(Op.MUL) && squares.argument(0) == squares.argument(1));
        if (!square || !squares.argument(0).is(Op.SUB)) {
            return false;
        }
        Term deviation = squares.argument(0);
        return deviation.argument(0) == x && mean(deviation.argument(1)) == x;
    }

    /** What {@code term} is the mean of over the last axis, kept as an axis of size 1, or null. */
    private static Term mean(Term term) {
        double factor = term.is(Op.SCALE) ? term.number() : 1;
        Term reduced = term.is(Op.SCALE) ? term.argument(0) : term;
        if (reduced.is(Op.VIEW) && reduced.movements().stream().allMatch(m -> m.kind() == Movement.Kind.RESHAPE)) {
            reduced = reduced.base();
        }
        if (!reduced.is(Op.REDUCE_MEAN) && !reduced.is(Op.REDUCE_SUM)) {
            return null;
        }
        Term x = reduced.argument(0);
        int size = x.lastAxis();
        int[] kept = x.shape().clone();
        kept[kept.length - 1] = 1;
        boolean right = reduced.axis() == x.rank() - 1
                && Arrays.equals(term.shape(), kept)
                && Math.abs(factor * (reduced.is(Op.REDUCE_SUM) ? size : 1) - 1) < 1e-6;
        return right ? x : null;
    }

    private static boolean isPower(Term term, double exponent) {
        return term.is(Op.POW)
                && term.argument(1).isNumberBeside(term)
                && term.argument(1).scalar() == exponent;
    }

    private static boolean isVector(Term term, Term beside) {
        return term.isConstant() && term.rank() == 1 && term.lastAxis() == beside.lastAxis() && term.lastAxis() > 0;
    }

    /** A product {@code value * gain / sqrt(variance)}, in any order and grouping. */
    private static final class Product {
        /** More than any way of writing it takes; a hostile file may nest products without end. */
        private static final int MAX_STEPS = 16;

        private int steps;
        private Term value;
        private Term gain;
        private Term variance;
        private boolean more;

        /** The three factors of a term, or null if it is another product. */
        static Product of(Term term) {
            var product = new Product();
            product.multiply(term);
            boolean whole = product.value != null && product.gain != null && product.variance != null;
            return whole && !product.more ? product : null;
        }

        private void multiply(Term term) {
            if (++steps > MAX_STEPS) {
                more = true;
                return;
            }
            switch (term.op()) {
                case MUL -> {
                    multiply(term.argument(0));
                    multiply(term.argument(1));
                }
                case DIV -> {
                    multiply(term.argument(0));
                    divide(term.argument(1));
                }
                case RECIPROCAL -> divide(term.argument(0));
                default -> {
                    if (isPower(term, -0.5)) {
                        more |= variance != null;
                        variance = term.argument(0);
                    } else if (term.isConstant()) {
                        more |= gain != null;
                        gain = term;
                    } else {
                        more |= value != null;
                        value = term;
                    }
                }
            }
        }

        private void divide(Term term) {
            boolean root = term.is(Op.SQRT) || isPower(term, 0.5);
            more |= !root || variance != null;
            variance = root ? term.argument(0) : variance;
        }
    }
}
