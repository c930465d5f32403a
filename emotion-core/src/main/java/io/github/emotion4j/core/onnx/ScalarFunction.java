package io.github.emotion4j.core.onnx;

import io.github.emotion4j.core.checkpoint.Activation;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * The activation between two linear layers, however it is written: the element-wise terms are computed as a function of one number and compared
 * with the known activations on a grid. Two functions that agree there to the precision of a constant of the file are the same one.
 */
final class ScalarFunction {

    /** Where the functions bend; they differ by 5e-4 or more here. */
    private static final double REACH = 9;

    private static final int POINTS = 181;

    /** Where all these functions are straight, unless they are cut off. */
    private static final double[] FAR = {-1e4, -1000, -100, -30, -12, 12, 30, 100, 1000, 1e4};

    private static final Map<Activation, DoubleUnaryOperator> KNOWN = Map.of(
            Activation.GELU_ERF,
            ScalarFunction::geluErf,
            Activation.GELU_TANH,
            ScalarFunction::geluTanh,
            Activation.RELU,
            x -> Math.max(0, x),
            Activation.TANH,
            Math::tanh);

    private final Terms terms;
    private final Term leaf;

    private ScalarFunction(Terms terms, Term leaf) {
        this.terms = terms;
        this.leaf = leaf;
    }

    /** An activation and the linear layer it is applied to. */
    record Match(Activation activation, Linear inner) {}

    /**
     * The activation whose result {@code term} is.
     *
     * @param tolerance largest difference that rounded constants explain
     */
    static Match match(Term term, Terms terms, double tolerance) {
        Term leaf = leaf(term);
        Linear inner = Linear.require(leaf, "what an activation is applied to");
        if (leaf == term) {
            throw Refusal.expected("an activation (gelu, gelu_new, relu, tanh) after the linear layer", term);
        }
        var function = new ScalarFunction(terms, leaf);
        double best = Double.POSITIVE_INFINITY;
        Activation nearest = null;
        for (var candidate : KNOWN.entrySet()) {
            double distance = function.distance(term, candidate.getValue());
            if (distance < best) {
                best = distance;
                nearest = candidate.getKey();
            }
        }
        if (!(best <= tolerance)) {
            throw new Refusal(term.origin() + ": an unknown activation; nearest is " + nearest + ", which differs by "
                    + best + ". Known are gelu (erf and tanh), relu and tanh");
        }
        return new Match(nearest, inner);
    }

    private double distance(Term term, DoubleUnaryOperator other) {
        double worst = 0;
        for (int i = 0; i < POINTS + FAR.length; i++) {
            double x = i < POINTS ? -REACH + 2 * REACH * i / (POINTS - 1) + 1e-3 : FAR[i - POINTS];
            double difference =
                    Math.abs(value(term, x, new HashMap<>()) - other.applyAsDouble(x)) / Math.max(1, Math.abs(x));
            if (!(difference <= worst)) {
                worst = difference;
            }
        }
        return worst;
    }

    /** The only term below element-wise ones. */
    private static Term leaf(Term term) {
        Set<Term> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var open = new ArrayDeque<Term>();
        open.push(term);
        Term leaf = null;
        while (!open.isEmpty()) {
            Term next = open.pop();
            if (!seen.add(next) || next.isConstant()) {
                continue;
            }
            if (Linear.match(next).isEmpty() && isElementwise(next)) {
                next.arguments().forEach(open::push);
            } else if (leaf == null) {
                leaf = next;
            } else {
                throw Refusal.expected("an activation of one linear layer", next);
            }
        }
        return leaf == null ? term : leaf;
    }

    private static boolean isElementwise(Term term) {
        return switch (term.op()) {
            case ADD, SUB, MUL, DIV, POW, MAX, MIN, SCALE, SQRT, RECIPROCAL, ERF, TANH, RELU, SIGMOID, EXP, ABS, GELU ->
                true;
            default -> false;
        };
    }

    private double value(Term term, double x, Map<Term, Double> done) {
        if (term == leaf) {
            return x;
        }
        Double before = done.get(term);
        if (before != null) {
            return before;
        }
        if (done.size() > 1000) {
            throw new Refusal(term.origin() + ": an activation of more than 1000 steps");
        }
        double value;
        if (term.isConstant()) {
            Known numbers = terms.numbers(term);
            value = numbers.storedSize() > 0 ? numbers.number(0) : Double.NaN;
            for (int i = 1; i < numbers.storedSize(); i++) {
                if (numbers.number(i) != value) {
                    throw Refusal.expected("a number inside an activation", term);
                }
            }
        } else {
            double a = value(term.argument(0), x, done);
            double b = term.arguments().size() > 1 ? value(term.argument(1), x, done) : 0;
            value = apply(term, a, b);
        }
        done.put(term, value);
        return value;
    }

    private static double apply(Term term, double a, double b) {
        return switch (term.op()) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case POW -> Math.pow(a, b);
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case SCALE -> a * term.number();
            case SQRT -> Math.sqrt(a);
            case RECIPROCAL -> 1 / a;
            case ERF -> ErrorFunction.erf(a);
            case TANH -> Math.tanh(a);
            case RELU -> Math.max(0, a);
            case SIGMOID -> 1 / (1 + Math.exp(-a));
            case EXP -> Math.exp(a);
            case ABS -> Math.abs(a);
            case GELU -> term.text().equals("tanh") ? geluTanh(a) : geluErf(a);
            default -> throw Refusal.expected("an element-wise operation", term);
        };
    }

    private static double geluErf(double x) {
        return 0.5 * x * (1 + ErrorFunction.erf(x / Math.sqrt(2)));
    }

    private static double geluTanh(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
}
