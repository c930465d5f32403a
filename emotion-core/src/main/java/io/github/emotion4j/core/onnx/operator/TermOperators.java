package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Movement;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import io.github.emotion4j.core.onnx.term.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/** ONNX's operators on what depends on the token ids: each becomes one or several {@link Term}s. */
final class TermOperators {

    private static final Map<String, Op> UNARY = Map.of(
            "Sqrt", Op.SQRT,
            "Reciprocal", Op.RECIPROCAL,
            "Erf", Op.ERF,
            "Tanh", Op.TANH,
            "Relu", Op.RELU,
            "Sigmoid", Op.SIGMOID,
            "Exp", Op.EXP,
            "Abs", Op.ABS,
            "IsNaN", Op.IS_NAN);

    private final Terms terms;
    private final int opset;

    TermOperators(Terms terms, int opset) {
        this.terms = terms;
        this.opset = opset;
    }

    /** What a node makes of its inputs, null where one was left out. */
    Term apply(Node node, List<Term> in) {
        boolean lookUp = node.op().equals("Gather") && node.domain().isEmpty();
        for (int i = 0; i < in.size(); i++) {
            Term x = in.get(i);
            boolean ids = x != null && !x.is(Op.KNOWN) && !x.type().isFloat();
            if (ids && !(lookUp && i == 1) && !passesIntegers(node)) {
                throw node.refusal(
                        "it computes with the token ids themselves, expected only their embeddings; positions or masks made "
                                + "from the ids are RoBERTa's way and are not supported");
            }
        }
        // ONNX has no operation on a floating-point tensor and an integer one, but for these
        if (!lookUp
                && !Set.of("Pow", "Where", "ReduceMean", "ReduceSum", "ReduceL2", "Attention", "Cast", "CastLike")
                        .contains(node.op())) {
            for (Term value : in) {
                if (value != null && !value.type().isFloat()) {
                    throw node.refusal("an input of type " + value.type() + ", expected floating point");
                }
            }
        }
        return switch (node.domain()) {
            case "" -> standard(node, in);
            case "com.microsoft" -> contributed(node, in);
            default -> throw node.refusal("operators of the domain '" + node.domain() + "' are not supported");
        };
    }

    private static boolean passesIntegers(Node node) {
        return node.domain().isEmpty() && (node.op().equals("Cast") || node.op().equals("CastLike"));
    }

    private Term standard(Node node, List<Term> in) {
        return switch (node.op()) {
            case "Cast" -> cast(in.get(0), node.elementType("to"));
            case "CastLike" -> cast(in.get(0), in.get(1).type());
            case "Gather" -> lookUp(node, in);
            case "MatMul" -> terms.matmul(in.get(0), in.get(1));
            case "Gemm" -> gemm(node, in);
            case "Add" -> terms.add(in.get(0), in.get(1));
            case "Sub" -> terms.binary(Op.SUB, in.get(0), in.get(1));
            case "Mul" -> terms.mul(in.get(0), in.get(1));
            case "Div" -> terms.div(in.get(0), in.get(1));
            case "Pow" -> terms.binary(Op.POW, in.get(0), in.get(1));
            case "Max" -> joined(in, (a, b) -> terms.binary(Op.MAX, a, b));
            case "Min" -> joined(in, (a, b) -> terms.binary(Op.MIN, a, b));
            case "Sum" -> joined(in, terms::add);
            case "Neg" -> terms.scale(in.get(0), -1);
            case "Clip" -> clip(node, in);
            case "Gelu" -> terms.unary(Op.GELU, node.text("approximate", "none"), in.get(0));
            case "Softmax" -> softmax(node, in.get(0));
            case "Where" -> where(in);
            case "LayerNormalization" -> layerNorm(node, in);
            case "ReduceMean" -> reduce(Op.REDUCE_MEAN, node, in);
            case "ReduceSum" -> reduce(Op.REDUCE_SUM, node, in);
            case "ReduceL2" -> reduce(Op.REDUCE_L2, node, in);
            case "LpNormalization" -> normalise(node, in.get(0));
            case "Attention" -> new AttentionOperator(terms).apply(node, in);
            default -> {
                Op op = UNARY.get(node.op());
                if (op == null) {
                    throw node.refusal(Unsupported.why(node));
                }
                yield terms.unary(op, null, in.get(0));
            }
        };
    }

    /** The operators of onnxruntime's optimiser that are nothing but two of ONNX's own. */
    private Term contributed(Node node, List<Term> in) {
        return switch (node.op()) {
            case "Gelu" -> terms.unary(Op.GELU, "none", in.get(0));
            case "BiasGelu" -> terms.unary(Op.GELU, "none", terms.add(in.get(0), in.get(1)));
            case "FastGelu" -> {
                Term x = node.hasInput(1) ? terms.add(in.get(0), in.get(1)) : in.get(0);
                yield terms.unary(Op.GELU, "tanh", x);
            }
            case "SkipLayerNormalization" -> {
                Term sum = terms.add(in.get(0), in.get(1));
                Term x = node.hasInput(4) ? terms.add(sum, in.get(4)) : sum;
                yield terms.layerNorm(x, in.get(2), in.get(3), epsilon(node, 1e-12));
            }
            default -> throw node.refusal(Unsupported.why(node));
        };
    }

    /** An operator of any number of inputs; constants come last, as everywhere in terms. */
    private Term joined(List<Term> in, BinaryOperator<Term> operator) {
        return in.stream()
                .reduce((a, b) -> a.isConstant() ? operator.apply(b, a) : operator.apply(a, b))
                .orElseThrow();
    }

    private static Term cast(Term x, ElementType to) {
        if (x.is(Op.INPUT) && to != ElementType.I32 && to != ElementType.I64) {
            throw new Refusal("a conversion of the token ids to " + to + ", which may change them");
        }
        if (x.type().isFloat() != to.isFloat()) {
            throw new Refusal("a conversion from " + x.type() + " to " + to + " of what depends on the token ids");
        }
        return x;
    }

    private Term lookUp(Node node, List<Term> in) {
        Term table = in.get(0);
        Term indices = in.get(1);
        if (!table.isConstant()
                || table.rank() != 2
                || Shape.axis(node.integer("axis", 0), 2) != 0
                || !indices.is(Op.INPUT)) {
            throw new Refusal("expected a look-up of the token ids in a table [rows, width], found one of "
                    + indices.describe() + " in " + table.describe());
        }
        int[] shape = Arrays.copyOf(indices.shape(), indices.rank() + 1);
        shape[indices.rank()] = table.lastAxis();
        return terms.make(Op.LOOKUP, null, shape, table, indices);
    }

    private Term gemm(Node node, List<Term> in) {
        if (node.integer("transA", 0) != 0 || node.number("beta", 1) != 1) {
            throw new Refusal("a Gemm with transA or beta is not supported");
        }
        Term b = in.get(1);
        if (node.integer("transB", 0) != 0) {
            b = terms.move(b, Movement.transpose(b.shape(), 1, 0));
        }
        Term product = terms.scale(terms.matmul(in.get(0), b), node.number("alpha", 1));
        return node.hasInput(2) ? terms.add(product, in.get(2)) : product;
    }

    private Term clip(Node node, List<Term> in) {
        Term x = in.get(0);
        double low = bound(node, "min", in, 1, Double.NEGATIVE_INFINITY);
        double high = bound(node, "max", in, 2, Double.POSITIVE_INFINITY);
        if (low != Double.NEGATIVE_INFINITY) {
            x = terms.binary(Op.MAX, x, constant(low));
        }
        return high == Double.POSITIVE_INFINITY ? x : terms.binary(Op.MIN, x, constant(high));
    }

    private double bound(Node node, String attribute, List<Term> in, int index, double absent) {
        return node.hasInput(index) ? in.get(index).scalar() : node.number(attribute, absent);
    }

    private Term constant(double value) {
        return terms.known(Known.of(ElementType.F32, new int[0], new double[] {value}));
    }

    private Term softmax(Node node, Term x) {
        long absent = opset < 13 ? 1 : -1;
        if (Shape.axis(node.integer("axis", absent), x.rank()) != x.rank() - 1) {
            throw new Refusal("a softmax over axis " + node.integer("axis", absent) + ", expected the last");
        }
        return terms.unary(Op.SOFTMAX, null, x);
    }

    private Term where(List<Term> in) {
        Term condition = in.get(0);
        Term yes = in.get(1);
        Term no = in.get(2);
        // "no NaN": the guard of attention against texts without a real token
        if (condition.is(Op.IS_NAN)
                && condition.argument(0) == no
                && no.is(Op.SOFTMAX)
                && isZero(yes)
                && Arrays.equals(Shape.broadcast(yes.shape(), no.shape()), no.shape())) {
            return no;
        }
        if (!yes.type().isFloat() || !no.type().isFloat()) {
            throw new Refusal("a choice between " + yes.type() + " and " + no.type());
        }
        if (!condition.is(Op.KNOWN) || condition.type() != ElementType.BOOL) {
            throw new Refusal("a choice that depends on the token ids");
        }
        int[] shape = Shape.broadcast(condition.shape(), Shape.broadcast(yes.shape(), no.shape()));
        return terms.make(Op.WHERE, null, shape, condition, yes, no);
    }

    private boolean isZero(Term term) {
        if (!term.isConstant()) {
            return false;
        }
        double[] numbers = term.numbers().floats();
        return numbers != null && Arrays.stream(numbers).allMatch(x -> x == 0);
    }

    private Term layerNorm(Node node, List<Term> in) {
        Term x = in.get(0);
        if (Shape.axis(node.integer("axis", -1), x.rank()) != x.rank() - 1 || !node.hasInput(2)) {
            throw new Refusal("a LayerNorm over several axes or without bias is not supported");
        }
        return terms.layerNorm(x, in.get(1), in.get(2), epsilon(node, 1e-5f));
    }

    private static double epsilon(Node node, double absent) {
        return node.number("epsilon", absent);
    }

    private Term reduce(Op op, Node node, List<Term> in) {
        Term x = in.get(0);
        int[] axes = Reduction.axes(node, x.rank(), node.hasInput(1) ? in.get(1).known() : null);
        if (axes.length != 1) {
            throw new Refusal("a reduction over the axes " + Arrays.toString(axes) + ", expected one");
        }
        return terms.make(op, axes[0], Reduction.shape(node, x.shape(), axes), x);
    }

    private Term normalise(Node node, Term x) {
        int axis = Shape.axis(node.integer("axis", -1), x.rank());
        if (node.integer("p", 2) != 2) {
            throw new Refusal("a normalisation with p = " + node.integer("p", 2) + ", expected 2");
        }
        int[] shape = x.shape().clone();
        shape[axis] = 1;
        return terms.binary(Op.DIV, x, terms.make(Op.REDUCE_L2, axis, shape, x));
    }
}
