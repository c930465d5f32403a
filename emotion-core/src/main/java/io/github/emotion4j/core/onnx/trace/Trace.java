package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.run.Interpreter;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Part.Attention;
import io.github.emotion4j.core.onnx.trace.Part.Linear;
import io.github.emotion4j.core.onnx.trace.Part.LookUp;
import io.github.emotion4j.core.onnx.trace.Part.Norm;
import io.github.emotion4j.core.onnx.trace.Part.Result;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Watches a graph run and notes what it did with the numbers of its file: tables of which it took rows, linear layers, LayerNorms, and the attentions
 * between them. It follows what each value stems from; that a part is what it looks like is not proven here.
 */
public final class Trace implements Interpreter.Observer {

    /** More than any encoder adds to a variance. */
    private static final double MAX_EPSILON = 1e-2;

    /**
     * What a value stems from, by operations on single elements and rearrangements since then: nodes that are keys of {@link #parts}, or null.
     *
     * @param linear a product with a matrix
     * @param open the same as long as no bias was added
     * @param norm a product with a vector, until something else is done with the LayerNorm's result
     * @param scores the products of queries and keys, of which the value holds scores or probabilities
     */
    private record Origin(Node linear, Node open, Node norm, Scores scores) {

        static final Origin NONE = new Origin(null, null, null, null);

        /** What is left where values come together: what only one of them stems from, or all alike. */
        Origin and(Origin o) {
            return new Origin(
                    either(linear, o.linear), either(open, o.open), either(norm, o.norm), either(scores, o.scores));
        }

        private static <T> T either(T a, T b) {
            return a == null || a == b ? b : b == null ? a : null;
        }
    }

    /** Products of queries and keys, and whether the softmax is done. */
    private record Scores(Node query, Node key, int heads, boolean probabilities) {}

    /** Values that depend on what the inputs hold; all others are known before. */
    private final Set<String> data;

    /** Values that nodes compute, other than constants. */
    private final Set<String> computed = new HashSet<>();

    private final int batch;
    private final Map<String, Origin> origins = new HashMap<>();
    private final Map<Node, Part> parts = new LinkedHashMap<>();
    private double epsilon;

    /**
     * A trace of a graph.
     *
     * @param inputs names of its inputs, and of what is to be followed like one
     * @param batch number of texts it is run on
     */
    public Trace(Set<String> inputs, int batch) {
        this.data = new HashSet<>(inputs);
        this.batch = batch;
    }

    /** What was done, in order. */
    public List<Part> parts() {
        return List.copyOf(parts.values());
    }

    @Override
    public void ran(Node node, List<Value> in, List<Value> results) {
        var step = new Step(node, in, new Result(node.outputs().get(0), results.get(0)));
        boolean rows = node.op().equals("Gather") || node.op().equals("Slice");
        if (rows && step.known(0) && in.get(0).isFloat() && in.get(0).rank() == 2) {
            step.put(new LookUp(node, step.parameter(0), node.op().equals("Gather") ? in.get(1) : null, step.result));
        }
        if (!node.op().equals("Constant")) {
            computed.addAll(node.outputs());
        }
        if (numbers(node).stream().anyMatch(data::contains)) {
            data.addAll(node.outputs());
            Origin origin = step.origin();
            node.outputs().forEach(name -> origins.put(name, origin));
        }
    }

    /** Names of the values whose numbers, not only shape or type, a node takes. */
    private static Collection<String> numbers(Node node) {
        return switch (node.op()) {
            case "Shape", "Size" -> List.of();
            case "CastLike" -> node.inputs().subList(0, 1);
            default -> node.dependencies();
        };
    }

    private final class Step {

        private final Node node;
        private final List<Value> in;
        private final Result result;

        Step(Node node, List<Value> in, Result result) {
            this.node = node;
            this.in = in;
            this.result = result;
        }

        Origin origin() {
            return switch (node.op()) {
                case "Gather" -> parts.containsKey(node) ? Origin.NONE : merged();
                case "MatMul", "Gemm", "FusedMatMul" -> product();
                case "Softmax" -> softmax();
                case "Attention" -> {
                    boolean split = in.get(0).rank() == 4;
                    int heads = split ? in.get(0).shape()[1] : Math.toIntExact(node.integer("q_num_heads", 1));
                    yield attention(new Scores(of(0).linear, of(1).linear, heads, true), of(2).linear);
                }
                case "LayerNormalization" -> norm(1, 2, 1e-5f);
                case "SkipLayerNormalization" -> {
                    bias(of(0).and(of(1)).open, 4);
                    yield norm(2, 3, 1e-12);
                }
                case "Add", "BiasGelu", "FastGelu" -> sum();
                case "Sub" -> isVector(0) ? shift(0, merged()) : merged();
                case "Mul" -> isVector(1) ? gain(1) : isVector(0) ? gain(0) : merged();
                default -> merged();
            };
        }

        private boolean given(int i) {
            return i < in.size() && in.get(i) != null;
        }

        boolean known(int i) {
            return given(i) && !data.contains(node.inputs().get(i));
        }

        Parameter parameter(int i) {
            return new Parameter(node.inputs().get(i), in.get(i), false, 0, 1);
        }

        void put(Part part) {
            parts.put(part.node(), part);
        }

        private Origin of(int i) {
            return given(i) && !known(i) ? origins.getOrDefault(node.inputs().get(i), Origin.NONE) : Origin.NONE;
        }

        private Origin merged() {
            Origin merged = of(0);
            for (int i = 1; i < numbers(node).size() && i < in.size(); i++) {
                merged = merged.and(of(i));
            }
            return merged;
        }

        /** Whether an input is one known number for every unit of the result. */
        private boolean isVector(int i) {
            int width = result.value().lastAxis();
            return known(i)
                    && in.get(i).isFloat()
                    && width > 1
                    && in.get(i).size() == width
                    && in.get(i).lastAxis() == width;
        }

        private Origin product() {
            Origin left = of(0);
            Origin right = of(1);
            if (known(1) && in.get(1).rank() == 2) {
                boolean turned = node.integer("transB", 0) == 0;
                var weight = new Parameter(node.inputs().get(1), in.get(1), turned, 0, 1);
                put(new Linear(node, in.get(0), weight, known(2) ? parameter(2) : null, result));
                return new Origin(node, known(2) ? null : node, null, null);
            }
            if (left.scores != null && left.scores.probabilities) {
                return attention(left.scores, right.linear);
            }
            if (left.linear == null || right.linear == null) {
                return merged();
            }
            int[] shape = result.value().shape(); // [batch, heads, tokens, tokens] or [batch * heads, tokens, tokens]
            int heads = shape.length == 4 ? shape[1] : shape[0] / batch;
            return new Origin(null, null, null, new Scores(left.linear, right.linear, heads, false));
        }

        private Origin softmax() {
            Scores s = merged().scores;
            return s == null ? Origin.NONE : new Origin(null, null, null, new Scores(s.query, s.key, s.heads, true));
        }

        private Origin attention(Scores scores, Node value) {
            if (scores.query == null || scores.key == null || value == null) {
                throw node.refusal("an attention whose queries, keys or values are not the results of linear layers");
            }
            put(new Attention(node, List.of(scores.query, scores.key, value), scores.heads, result));
            return Origin.NONE;
        }

        private Origin norm(int gain, int bias, double absent) {
            Parameter added = known(bias) ? parameter(bias) : null;
            put(new Norm(node, parameter(gain), added, node.number("epsilon", absent), result));
            return Origin.NONE;
        }

        /** Multiplication by a vector: the gain of a LayerNorm whose other half may follow. */
        private Origin gain(int i) {
            put(new Norm(node, parameter(i), null, epsilon, result));
            epsilon = 0;
            return new Origin(null, null, node, null);
        }

        /** A vector beside what was multiplied by the gain of a LayerNorm: its bias. */
        private Origin shift(int i, Origin origin) {
            if (origin.norm == null || !(parts.get(origin.norm) instanceof Norm n) || n.bias() != null) {
                return origin;
            }
            put(new Norm(n.node(), n.gain(), parameter(i), n.epsilon(), result));
            return node.op().equals("Add") ? Origin.NONE : origin;
        }

        private boolean bias(Node linear, int i) {
            if (linear == null || !known(i) || !(parts.get(linear) instanceof Linear l)) {
                return false;
            }
            if (in.get(i).size() != l.weight().shape()[0]) {
                return false;
            }
            put(new Linear(l.node(), l.input(), l.weight(), parameter(i), l.result()));
            return true;
        }

        private Origin sum() {
            Origin origin = merged();
            for (int i = 0; i < 2; i++) {
                if (!known(i) || !in.get(i).isFloat()) {
                    continue;
                }
                if (bias(origin.open, i)) {
                    return new Origin(origin.linear, null, null, origin.scores);
                }
                if (isVector(i) && origin.norm != null) {
                    return shift(i, origin);
                }
                if (in.get(i).size() == 1) {
                    double number = in.get(i).scalar();
                    epsilon = number > 0 && number < MAX_EPSILON ? number : epsilon;
                } else if (!computed.contains(node.inputs().get(i))) {
                    put(new LookUp(
                            node, parameter(i), null, new Result(node.inputs().get(i), in.get(i))));
                }
            }
            boolean halves = of(0).norm != null && Objects.equals(of(0).norm, of(1).norm);
            if (halves && parts.get(origin.norm) instanceof Norm n) {
                put(new Norm(n.node(), n.gain(), n.bias(), n.epsilon(), result));
                return Origin.NONE;
            }
            return origin;
        }
    }
}
