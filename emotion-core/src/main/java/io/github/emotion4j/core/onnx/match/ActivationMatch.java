package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.term.Term;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * An activation after a linear layer, however it is written: its {@link ScalarFunction} is compared with the known activations on a grid, by the
 * difference in proportion to the argument where that is larger than 1. Two functions that agree there to the precision of a constant of the file
 * are the same one.
 *
 * @param activation which one
 * @param inner the linear layer it is applied to
 */
record ActivationMatch(Activation activation, Linear inner) {

    /** Where the functions bend. */
    private static final double REACH = 9;

    private static final int POINTS = 181;

    /** Where all these functions are straight, unless they are cut off. */
    private static final double[] FAR = {-1e4, -1000, -100, -30, -12, 12, 30, 100, 1000, 1e4};

    /** In the enumeration's order, so that the same one is called the nearest each time. */
    private static final Map<Activation, DoubleUnaryOperator> KNOWN = new EnumMap<>(Map.of(
            Activation.GELU_ERF,
            ScalarFunction::geluErf,
            Activation.GELU_TANH,
            ScalarFunction::geluTanh,
            Activation.RELU,
            x -> Math.max(0, x),
            Activation.TANH,
            Math::tanh));

    /**
     * The activation whose result {@code term} is.
     *
     * @param tolerance largest difference that rounded constants explain, see {@link Context#activationTolerance()}
     */
    static ActivationMatch match(Term term, double tolerance) {
        var function = new ScalarFunction(term);
        Linear inner = Linear.require(function.argument(), "what an activation is applied to");
        if (function.isIdentity()) {
            throw term.insteadOf("an activation (gelu, gelu_new, relu, tanh) after the linear layer");
        }
        double best = Double.POSITIVE_INFINITY;
        Activation nearest = null;
        for (var candidate : KNOWN.entrySet()) {
            double distance = distance(function, candidate.getValue());
            if (distance < best) {
                best = distance;
                nearest = candidate.getKey();
            }
        }
        if (!(best <= tolerance)) {
            throw new Refusal(term.origin() + ": an unknown activation; nearest is " + nearest + ", which differs by "
                    + best + ". Known are gelu (erf and tanh), relu and tanh");
        }
        return new ActivationMatch(nearest, inner);
    }

    private static double distance(ScalarFunction function, DoubleUnaryOperator other) {
        double worst = 0;
        for (int i = 0; i < POINTS + FAR.length; i++) {
            double x = i < POINTS ? -REACH + 2 * REACH * i / (POINTS - 1) + 1e-3 : FAR[i - POINTS];
            double difference = Math.abs(function.at(x) - other.applyAsDouble(x)) / Math.max(1, Math.abs(x));
            if (!(difference <= worst)) {
                worst = difference;
            }
        }
        return worst;
    }
}
