package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Probe;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;

/**
 * How hidden states became one vector a text.
 *
 * @param hidden the hidden states, {@code [batch, tokens, hidden]}
 * @param pooling token 0, or the mean over real tokens
 * @param normalised whether the vector is divided by its length
 */
record PoolingMatch(Term hidden, Pooling pooling, boolean normalised) {

    /** Whether a term looks like a pooled vector rather than a function of one. */
    static boolean isPooled(Term term) {
        return switch (term.op()) {
            case VIEW, REDUCE_SUM, REDUCE_MEAN -> true;
            case DIV, SCALE -> isPooled(term.argument(0));
            default -> false;
        };
    }

    static PoolingMatch match(Term vector, Context c) {
        if (vector.is(Op.DIV) && isLength(vector.argument(1), vector.argument(0))) {
            PoolingMatch inner = match(vector.argument(0), c);
            return new PoolingMatch(inner.hidden, inner.pooling, true);
        }
        if (vector.is(Op.VIEW) && vector.base().rank() == 3) {
            requireFirstToken(vector, c.probe());
            return new PoolingMatch(vector.base(), Pooling.CLS, false);
        }
        if ((vector.is(Op.DIV) || vector.is(Op.SCALE))
                && vector.argument(0).base().is(Op.REDUCE_SUM)) {
            return mean(vector, c);
        }
        throw vector.insteadOf(
                vector.is(Op.REDUCE_MEAN)
                        ? "a mean over real tokens only; this one takes padding in"
                        : "token 0 or the mean over real tokens (other poolings are not supported)");
    }

    private static void requireFirstToken(Term vector, Probe probe) {
        int hidden = vector.base().lastAxis();
        int[] sources = vector.sources();
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] != i / hidden * probe.length() * hidden + i % hidden) {
                throw vector.insteadOf("the hidden state of token 0");
            }
        }
        if (sources.length != probe.batch() * hidden) {
            throw vector.insteadOf("one row a text");
        }
    }

    private static PoolingMatch mean(Term vector, Context c) {
        Probe probe = c.probe();
        Term sum = vector.argument(0).base();
        Term weighted = sum.argument(0);
        if (sum.axis() != 1
                || weighted.rank() != 3
                || !weighted.is(Op.MUL)
                || !weighted.argument(1).is(Op.KNOWN)) {
            throw sum.insteadOf("a sum of hidden states weighted by the attention mask");
        }
        Term hidden = weighted.argument(0);
        double[] weights = weighted.argument(1).known().expand(hidden.shape()).toNumbers();
        double[] counts = vector.is(Op.SCALE)
                ? null
                : vector.argument(1).numbers().expand(vector.shape()).toNumbers();
        int width = hidden.lastAxis();
        for (int text = 0; text < probe.batch(); text++) {
            int real = 0;
            for (int token = 0; token < probe.length(); token++) {
                int expected = probe.isReal(text, token) ? 1 : 0;
                real += expected;
                for (int unit = 0; unit < width; unit++) {
                    require(weights[(text * probe.length() + token) * width + unit] == expected, sum);
                }
            }
            for (int unit = 0; unit < width; unit++) {
                double count = counts == null ? 1 / vector.number() : counts[text * width + unit];
                require(Math.abs(count / real - 1) < 1e-6, vector);
            }
        }
        return new PoolingMatch(hidden, Pooling.MEAN, false);
    }

    private static void require(boolean right, Term term) {
        if (!right) {
            throw term.insteadOf("the mean over real tokens, by the attention mask");
        }
    }

    /** Whether {@code divisor} is the Euclidean length of each row of {@code vector}, kept away from 0. */
    private static boolean isLength(Term divisor, Term vector) {
        Term length = divisor.base();
        if (length.is(Op.MAX) && length.argument(1).isNumberBeside(length)) {
            if (!(length.argument(1).scalar() <= 1e-6)) {
                return false;
            }
            length = length.argument(0);
        }
        if (!length.is(Op.REDUCE_L2) || length.argument(0) != vector || length.axis() != 1 || vector.rank() != 2) {
            return false;
        }
        int[] sources = divisor.sources();
        int width = Shape.size(divisor.shape()) == vector.shape()[0] ? 1 : vector.lastAxis();
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] != i / width) {
                return false;
            }
        }
        return true;
    }
}
