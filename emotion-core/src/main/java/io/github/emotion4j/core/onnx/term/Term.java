package io.github.emotion4j.core.onnx.term;

import io.github.emotion4j.core.onnx.file.StoredTensor;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Movement;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How a tensor is computed on a {@link Probe}: an operation on other terms, down to token ids, weights and known numbers. {@link Terms} makes them,
 * in a normal form and only once each, so that equal computations are the same object.
 */
public final class Term {

    /** What a term computes from its arguments. */
    public enum Op {
        /** An input of the graph; the attribute is its {@link Role}. */
        INPUT,
        /** A floating-point tensor of the file; the attribute is the {@link StoredTensor}. */
        WEIGHT,
        /** Known numbers; the attribute is the {@link Known}. */
        KNOWN,
        /** Elements of the argument, rearranged; the attribute is the list of {@link Movement}s. */
        VIEW,
        /** Rows of argument 0, a weight, chosen by argument 1, an input. */
        LOOKUP,
        MATMUL,
        ADD,
        SUB,
        MUL,
        DIV,
        POW,
        MAX,
        MIN,
        /** Argument 0 times the attribute, a number. */
        SCALE,
        SQRT,
        RECIPROCAL,
        ERF,
        TANH,
        RELU,
        SIGMOID,
        EXP,
        ABS,
        /** The attribute is ONNX's {@code approximate}. */
        GELU,
        IS_NAN,
        /** Over the last axis. */
        SOFTMAX,
        /** Argument 1 where argument 0, known, holds; argument 2 elsewhere. */
        WHERE,
        /** The attribute is the axis. */
        REDUCE_MEAN,
        /** The attribute is the axis. */
        REDUCE_SUM,
        /** The attribute is the axis. */
        REDUCE_L2,
        /** Arguments: input, gain, bias (over the last axis); the attribute is epsilon. */
        LAYER_NORM
    }

    private final Op op;
    private final List<Term> arguments;
    private final Object attribute;
    private final int[] shape;
    private final ElementType type;
    private final Object origin;
    private final int hash;

    Term(Op op, List<Term> arguments, Object attribute, int[] shape, ElementType type, Object origin) {
        this.op = op;
        this.arguments = arguments;
        this.attribute = attribute;
        this.shape = shape;
        this.type = type;
        this.origin = origin;
        int h = 31 * op.hashCode() + Objects.hashCode(attribute instanceof Known ? null : attribute);
        for (Term argument : arguments) {
            h = 31 * h + System.identityHashCode(argument);
        }
        this.hash = 31 * h + Arrays.hashCode(shape);
    }

    /** What it computes. */
    public Op op() {
        return op;
    }

    /** Whether it computes that. */
    public boolean is(Op wanted) {
        return op == wanted;
    }

    /** What it is computed from. */
    public List<Term> arguments() {
        return arguments;
    }

    /** One of {@link #arguments()}. */
    public Term argument(int index) {
        return arguments.get(index);
    }

    /** Sizes of the axes; not to be changed. */
    public int[] shape() {
        return shape;
    }

    /** The element type. */
    public ElementType type() {
        return type;
    }

    /** Number of axes. */
    public int rank() {
        return shape.length;
    }

    /** Size of the last axis. */
    public int lastAxis() {
        return shape[shape.length - 1];
    }

    /** Where in the file it comes from, for messages. */
    public String origin() {
        return origin.toString();
    }

    /** The known numbers of a {@link Op#KNOWN}. */
    public Known known() {
        return (Known) attribute;
    }

    /** The factor, epsilon or exponent. */
    public double number() {
        return (Double) attribute;
    }

    /** The axis of a reduction. */
    public int axis() {
        return (Integer) attribute;
    }

    /** What an {@link Op#INPUT} stands for. */
    public Role role() {
        return (Role) attribute;
    }

    /** Whether a {@link Op#GELU} is the approximation by a hyperbolic tangent. */
    public boolean isTanhApproximation() {
        return attribute.equals("tanh");
    }

    /** The tensor of a {@link Op#WEIGHT}. */
    public StoredTensor stored() {
        return (StoredTensor) attribute;
    }

    /** How a {@link Op#VIEW} rearranges its base, the first movement first. */
    @SuppressWarnings("unchecked")
    public List<Movement> movements() {
        return (List<Movement>) attribute;
    }

    /** Whether it holds numbers of the file and nothing that depends on the text. */
    public boolean isConstant() {
        return op == Op.WEIGHT
                || op == Op.KNOWN
                || (op == Op.VIEW && arguments.get(0).isConstant());
    }

    /** The numbers of a constant. */
    public Known numbers() {
        return switch (op) {
            case KNOWN -> known();
            case WEIGHT -> stored().known();
            case VIEW -> base().numbers().dense().pick(sources(), shape);
            default -> throw insteadOf("a constant");
        };
    }

    /** The value of a constant of one element. */
    public double scalar() {
        return numbers().scalar();
    }

    /** Whether it is a single number that, combined with {@code other}, leaves its shape as it is. */
    public boolean isNumberBeside(Term other) {
        return isConstant() && Shape.size(shape) == 1 && rank() <= other.rank();
    }

    /** The term under the rearrangements. */
    public Term base() {
        return op == Op.VIEW ? arguments.get(0) : this;
    }

    /** For each element the index of the element of {@link #base()} that it is. */
    public int[] sources() {
        return op == Op.VIEW ? Movement.compose(movements()) : Movement.identity(Shape.allocatable(shape));
    }

    /** One of {@link #sources()}. */
    public int source(int index) {
        int source = index;
        if (op == Op.VIEW) {
            for (int i = movements().size() - 1; i >= 0; i--) {
                source = movements().get(i).source(source);
            }
        }
        return source;
    }

    /** A refusal: something else was expected where this term is. */
    public Refusal insteadOf(String expected) {
        return new Refusal(origin() + ": expected " + expected + ", found " + describe());
    }

    /** What it is, for messages. */
    public String describe() {
        String what = switch (op) {
            case INPUT -> origin();
            case WEIGHT -> "weight '" + stored().name() + "'";
            case KNOWN -> "a computed constant";
            case VIEW -> "a rearrangement of " + base().op;
            default -> op.toString();
        };
        return what + " of shape " + Arrays.toString(shape);
    }

    /** Equality of one step; arguments are compared as objects, since {@link Terms} keeps each only once. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Term t) || t.hash != hash || t.op != op || t.arguments.size() != arguments.size()) {
            return this == other;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) != t.arguments.get(i)) {
                return false;
            }
        }
        boolean sameAttribute = attribute instanceof Known || attribute instanceof StoredTensor
                ? attribute == t.attribute
                : Objects.equals(attribute, t.attribute);
        return sameAttribute && Arrays.equals(shape, t.shape);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
