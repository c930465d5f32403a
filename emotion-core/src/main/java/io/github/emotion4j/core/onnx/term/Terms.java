package io.github.emotion4j.core.onnx.term;

import io.github.emotion4j.core.onnx.file.StoredTensor;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Movement;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Term.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes terms in normal form: factors outermost, rearrangements outside what works row by row, a decomposed LayerNorm as one term. Nothing that
 * changes a number is simplified away.
 */
public final class Terms {

    private final Map<Term, Term> made = new HashMap<>();
    private final Map<Known, Term> knowns = new IdentityHashMap<>();
    private Object place = "the graph";

    /** Where in the file the next terms come from; made a text only if a message needs it. */
    public void at(Object current) {
        this.place = current;
    }

    /** An input of the graph, of this name in the file. */
    public Term input(String name, Role role, ElementType type, int... shape) {
        return once(new Term(Op.INPUT, List.of(), role, shape, type, "input '" + name + "'"));
    }

    /** A floating-point tensor of the file. */
    public Term weight(StoredTensor tensor) {
        return once(new Term(
                Op.WEIGHT, List.of(), tensor, tensor.shape(), tensor.type(), "tensor '" + tensor.name() + "'"));
    }

    /** Known numbers. */
    public Term known(Known known) {
        return knowns.computeIfAbsent(known, k -> new Term(Op.KNOWN, List.of(), k, k.shape(), k.type(), place));
    }

    /** An operation without a rule of its own. */
    public Term make(Op op, Object attribute, int[] shape, Term... arguments) {
        return once(
                new Term(op, List.of(arguments), attribute, shape, arguments[op == Op.WHERE ? 1 : 0].type(), place));
    }

    /** A function of each element. */
    public Term unary(Op op, Object attribute, Term x) {
        return rowwise(x, t -> make(op, attribute, t.shape(), t));
    }

    /** Elements of a term, rearranged. */
    public Term move(Term x, Movement movement) {
        if (movement.kind() == Movement.Kind.RESHAPE && Arrays.equals(movement.in(), movement.out())) {
            return x;
        }
        if (x.is(Op.SCALE)) {
            return scale(move(x.argument(0), movement), x.number());
        }
        var movements = new ArrayList<Movement>();
        if (x.is(Op.VIEW)) {
            movements.addAll(x.movements());
        }
        Movement last = movements.isEmpty() ? null : movements.get(movements.size() - 1);
        if (last != null && last.kind() == Movement.Kind.RESHAPE && movement.kind() == Movement.Kind.RESHAPE) {
            movements.remove(movements.size() - 1);
            movement = Movement.reshape(last.in(), movement.out());
        }
        if (movement.kind() != Movement.Kind.RESHAPE || !Arrays.equals(movement.in(), movement.out())) {
            movements.add(movement);
        }
        Term base = x.base();
        if (movements.isEmpty() || (Arrays.equals(base.shape(), movement.out()) && isIdentity(movements))) {
            return base;
        }
        return make(Op.VIEW, List.copyOf(movements), movement.out(), base);
    }

    /** A term times a number. */
    public Term scale(Term x, double factor) {
        if (factor == 1) {
            return x;
        }
        if (x.is(Op.SCALE)) {
            return scale(x.argument(0), x.number() * factor);
        }
        return make(Op.SCALE, factor, x.shape(), x);
    }

    /** The product over the last two axes. */
    public Term matmul(Term a, Term b) {
        if (a.rank() < 2 || b.rank() < 2 || a.lastAxis() != b.shape()[b.rank() - 2]) {
            throw new Refusal(
                    "a product of shapes " + Arrays.toString(a.shape()) + " and " + Arrays.toString(b.shape()));
        }
        if (b.isConstant()
                && b.rank() > 2
                && a.rank() >= b.rank()
                && Shape.size(Arrays.copyOf(b.shape(), b.rank() - 2)) == 1) {
            return matmul(
                    a, move(b, Movement.reshape(b.shape(), Arrays.copyOfRange(b.shape(), b.rank() - 2, b.rank()))));
        }
        if (b.isConstant() && b.rank() == 2) {
            return rowwise(a, t -> {
                int[] shape = t.shape().clone();
                shape[shape.length - 1] = b.lastAxis();
                return make(Op.MATMUL, null, shape, t, b);
            });
        }
        if (a.is(Op.SCALE)) {
            return scale(matmul(a.argument(0), b), a.number());
        }
        if (b.is(Op.SCALE)) {
            return scale(matmul(a, b.argument(0)), b.number());
        }
        int[] batch = Shape.broadcast(Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
        int[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = a.shape()[a.rank() - 2];
        shape[batch.length + 1] = b.lastAxis();
        return make(Op.MATMUL, null, shape, a, b);
    }

    /** A sum. */
    public Term add(Term a, Term b) {
        if (a.isConstant()) {
            return b.isConstant() ? binary(Op.ADD, a, b) : add(b, a);
        }
        return DecomposedLayerNorm.match(a, b)
                .map(norm -> layerNorm(norm.input(), norm.gain(), norm.bias(), norm.epsilon()))
                .orElseGet(() -> binary(Op.ADD, a, b));
    }

    /** A product element by element. */
    public Term mul(Term a, Term b) {
        if (a.is(Op.SCALE)) {
            return scale(mul(a.argument(0), b), a.number());
        }
        if (b.is(Op.SCALE)) {
            return scale(mul(a, b.argument(0)), b.number());
        }
        if (b.isNumberBeside(a)) {
            return scale(a, b.scalar());
        }
        if (a.isConstant()) {
            return b.isConstant() ? binary(Op.MUL, a, b) : mul(b, a);
        }
        return binary(Op.MUL, a, b);
    }

    /** A quotient element by element. */
    public Term div(Term a, Term b) {
        if (b.isNumberBeside(a)) {
            double divisor = b.scalar();
            if (divisor == 0) {
                throw new Refusal("a division by 0");
            }
            return scale(a, 1 / divisor);
        }
        if (a.isNumberBeside(b)) {
            return scale(unary(Op.RECIPROCAL, null, b), a.scalar());
        }
        return binary(Op.DIV, a, b);
    }

    /** An element-wise operation of two terms, with broadcasting. */
    public Term binary(Op op, Term a, Term b) {
        Movement rows = rows(a);
        if (rows != null && rows.equals(rows(b))) {
            return move(binary(op, underRows(a), underRows(b)), rows);
        }
        if (b.isConstant() && (b.rank() <= 1 || Shape.size(b.shape()) == 1)) {
            return rowwise(a, t -> make(op, null, Shape.broadcast(t.shape(), b.shape()), t, b));
        }
        return make(op, null, Shape.broadcast(a.shape(), b.shape()), a, b);
    }

    /** A LayerNorm over the last axis. */
    public Term layerNorm(Term x, Term gain, Term bias, double epsilon) {
        return rowwise(x, t -> make(Op.LAYER_NORM, epsilon, t.shape(), t, gain, bias));
    }

    /** Applies what works on each row alone inside a reshape that keeps the rows. */
    private Term rowwise(Term x, UnaryOperator<Term> function) {
        if (rows(x) == null) {
            return function.apply(x);
        }
        Term inner = function.apply(underRows(x));
        int[] out = x.shape().clone();
        out[out.length - 1] = inner.lastAxis();
        return move(inner, Movement.reshape(inner.shape(), out));
    }

    /** The reshape outermost in a term, but for a factor, if it keeps the rows of what depends on the text; else null. */
    private static Movement rows(Term x) {
        Term view = x.is(Op.SCALE) ? x.argument(0) : x;
        boolean keeps = view.is(Op.VIEW)
                && !view.isConstant()
                && view.movements().size() == 1
                && view.movements().get(0).keepsRows();
        return keeps ? view.movements().get(0) : null;
    }

    /** A term without its {@link #rows}, its factor kept. */
    private Term underRows(Term x) {
        return x.is(Op.SCALE) ? scale(x.argument(0).base(), x.number()) : x.base();
    }

    private static boolean isIdentity(List<Movement> movements) {
        int[] sources = Movement.compose(movements);
        for (int i = 0; i < sources.length; i++) {
            if (sources[i] != i) {
                return false;
            }
        }
        return true;
    }

    private Term once(Term term) {
        Term before = made.putIfAbsent(term, term);
        return before == null ? term : before;
    }
}
