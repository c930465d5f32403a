package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Probe;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The proof that attention scores are a scaled product to which nothing is done but to take padding out: on the probe, whatever is added or put in
 * place of a score must be 0 for a real key and very negative for padding, for every query alike.
 */
final class MaskProof {

    /** What takes a key out of a softmax in float32: exp(-9000) is 0. BERT's first exporters used -10000. */
    private static final double VERY_NEGATIVE = -9000;

    private final Probe probe;

    MaskProof(Probe probe) {
        this.probe = probe;
    }

    /**
     * Scores without mask and scale.
     *
     * @param product the product of queries and keys
     * @param scale what it is multiplied by
     */
    record Scores(Term product, double scale) {}

    /** One step between the product and the softmax: numbers added, or put in place of a score. */
    private record Step(Known added, Known condition, Known replacement, boolean replacesWhere, double scale) {}

    /** Takes the scores apart and proves the mask. */
    Scores check(Term scores) {
        var steps = new ArrayList<Step>();
        double scale = 1;
        Term term = scores;
        while (!term.is(Op.MATMUL)) {
            switch (term.op()) {
                case SCALE -> {
                    scale *= term.number();
                    term = term.argument(0);
                }
                case ADD -> {
                    if (!term.argument(1).isConstant()) {
                        throw term.insteadOf(
                                "attention scores, a scaled product with a mask of known numbers (relative positions are "
                                        + "not supported)");
                    }
                    steps.add(new Step(term.argument(1).numbers(), null, null, false, scale));
                    term = term.argument(0);
                }
                case WHERE -> {
                    boolean yes = term.argument(1).isConstant();
                    Term constant = term.argument(yes ? 1 : 2);
                    Term rest = term.argument(yes ? 2 : 1);
                    if (!constant.isConstant() || rest.isConstant()) {
                        throw term.insteadOf("a mask on attention scores");
                    }
                    steps.add(new Step(null, term.argument(0).known(), constant.numbers(), yes, scale));
                    term = rest;
                }
                default -> throw term.insteadOf("attention scores, a scaled product of queries and keys");
            }
        }
        if (steps.isEmpty()) {
            throw new Refusal(scores.origin() + ": the attention has no mask; padding would be attended to");
        }
        Collections.reverse(steps);
        prove(scores, steps);
        return new Scores(term, scale);
    }

    private void prove(Term scores, List<Step> steps) {
        int[] shape = scores.shape();
        int length = probe.length();
        int perText = Shape.size(shape) / probe.batch();
        if (scores.lastAxis() != length || perText % (length * length) != 0) {
            throw scores.insteadOf("scores [batch, heads, tokens, tokens]");
        }
        // a mask that is the same for every head or query is looked at for one of them
        var effects = new ArrayList<Effect>();
        for (Step step : steps) {
            effects.add(new Effect(step, shape));
        }
        int heads = effects.stream().anyMatch(effect -> effect.varies(1)) ? perText / (length * length) : 1;
        int queries = effects.stream().anyMatch(effect -> effect.varies(2)) ? length : 1;
        for (int text = 0; text < probe.batch(); text++) {
            for (int head = 0; head < heads; head++) {
                for (int query = 0; query < queries; query++) {
                    int start = text * perText + (head * length + query) * length;
                    for (int key = 0; key < length; key++) {
                        check(scores, effects, start + key, text, query, key);
                    }
                }
            }
        }
    }

    private void check(Term scores, List<Effect> effects, int index, int text, int query, int key) {
        double shift = 0;
        for (Effect effect : effects) {
            shift = effect.apply(shift, index);
        }
        boolean real = probe.isReal(text, key);
        if (real ? shift == 0 : shift <= VERY_NEGATIVE) {
            return;
        }
        String problem;
        if (real && shift <= VERY_NEGATIVE) {
            problem = key > query
                    ? "a causal mask (a token does not attend to later ones)"
                    : "a mask that hides real tokens from some others (a window, or blocks)";
        } else if (Double.isNaN(shift)) {
            problem = "a number in place of the score that is not negative enough to take the key out";
        } else if (!real && shift == 0) {
            problem = "a mask that leaves padding in";
        } else {
            problem = "a bias of " + shift + " (relative positions, or a mask too weak)";
        }
        throw new Refusal(scores.origin() + ": " + problem + " on the score of query " + query + " and key " + key
                + "; expected a padding mask only");
    }

    /** A step with its numbers laid out along the scores. */
    private static final class Effect {
        private final Step step;
        private final int[] shape;
        private final int[][] strides;

        Effect(Step step, int[] shape) {
            this.step = step;
            this.shape = shape;
            Known[] operands =
                    step.added != null ? new Known[] {step.added} : new Known[] {step.condition, step.replacement};
            this.strides = new int[operands.length][];
            for (int i = 0; i < operands.length; i++) {
                if (!Arrays.equals(Shape.broadcast(operands[i].shape(), shape), shape)) {
                    throw new Refusal("a mask of another shape than the scores");
                }
                strides[i] = Shape.strides(operands[i].stored(), shape);
            }
        }

        /** Whether its numbers differ along an axis of {@code [batch, heads, queries, keys]}. */
        boolean varies(int axis) {
            return shape.length != 4 || Arrays.stream(strides).anyMatch(s -> s[axis] != 0);
        }

        double apply(double shift, int index) {
            if (step.added != null) {
                return shift + step.scale * step.added.number(locate(0, index));
            }
            boolean condition = step.condition.number(locate(0, index)) != 0;
            if (condition != step.replacesWhere) {
                return shift;
            }
            double replacement = step.scale * step.replacement.number(locate(1, index));
            // a score that is put in place of another is no shift of it, unless it takes the key out altogether
            return replacement <= VERY_NEGATIVE ? replacement : Double.NaN;
        }

        private int locate(int operand, int index) {
            int rest = index;
            int at = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at += rest % shape[axis] * strides[operand][axis];
                rest /= shape[axis];
            }
            return at;
        }
    }
}
