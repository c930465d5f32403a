package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.term.Term;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Element-wise terms as a function of one number: of the only term below them that is a linear layer or not element-wise. */
final class ScalarFunction {

    private static final int MAX_STEPS = 1000;

    private final Term result;
    private final Term argument;

    /** The function whose result a term is; the identity if the term is not element-wise. */
    ScalarFunction(Term result) {
        this.result = result;
        this.argument = leaf(result);
    }

    /** What the function is applied to. */
    Term argument() {
        return argument;
    }

    /** Whether nothing is computed. */
    boolean isIdentity() {
        return result == argument;
    }

    /** Its value. */
    double at(double x) {
        return value(result, x, new HashMap<>());
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
                throw next.insteadOf("an activation of one linear layer");
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
        if (term == argument) {
            return x;
        }
        Double before = done.get(term);
        if (before != null) {
            return before;
        }
        if (done.size() > MAX_STEPS) {
            throw new Refusal(term.origin() + ": an activation of more than " + MAX_STEPS + " steps");
        }
        double value;
        if (term.isConstant()) {
            Known numbers = term.numbers();
            value = numbers.storedSize() > 0 ? numbers.number(0) : Double.NaN;
            for (int i = 1; i < numbers.storedSize(); i++) {
                if (numbers.number(i) != value) {
                    throw term.insteadOf("a number inside an activation");
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
            case GELU -> term.isTanhApproximation() ? geluTanh(a) : geluErf(a);
            default -> throw term.insteadOf("an element-wise operation");
        };
    }

    /** GELU by the error function. */
    static double geluErf(double x) {
        return 0.5 * x * (1 + ErrorFunction.erf(x / Math.sqrt(2)));
    }

    /** GELU by a hyperbolic tangent, as of GPT-2. */
    static double geluTanh(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
}
