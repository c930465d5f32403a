package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.onnx.file.Branch;
import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.run.Interpreter;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches a graph run and notes where it used the numbers of its file: tables of which it took rows, linear layers, LayerNorms, and the attentions
 * between them. It follows what each value stems from; that a layer is what it looks like is not proven here.
 */
public final class Trace implements Interpreter.Observer {

    /** More than any encoder adds to a variance. */
    private static final double MAX_EPSILON = 1e-2;

    /** Operators on known numbers after which rows of a table are still its rows. */
    private static final Set<String> KEEP_ROWS =
            Set.of("Gather", "Slice", "Reshape", "Squeeze", "Unsqueeze", "Expand", "Cast", "Identity", "Transpose");

    /** Values that depend on what the inputs hold; all others are known before. */
    private final Set<String> data;

    private final Map<String, Fact> facts = new HashMap<>();

    /** Known values that are nothing but rows of a table, by name. */
    private final Map<String, Parameter> tables = new HashMap<>();

    /** Known values that are nothing but a matrix transposed, by name. */
    private final Map<String, Parameter> transposed = new HashMap<>();

    private final List<Part> parts = new ArrayList<>();
    private final int batch;

    /**
     * A trace of a graph.
     *
     * @param inputs names of its inputs
     * @param batch number of texts it is run on
     */
    public Trace(Set<String> inputs, int batch) {
        this.data = new HashSet<>(inputs);
        this.batch = batch;
    }

    /** What was used, in order. */
    public List<Part> parts() {
        return parts;
    }

    @Override
    public void ran(Node node, List<Value> in, List<Value> results) {
        if (dependencies(node).stream().noneMatch(data::contains)) {
            known(node, in);
            return;
        }
        data.addAll(node.outputs());
        Fact fact = new Step(node, in, results.get(0)).fact();
        node.outputs().forEach(name -> facts.put(name, fact));
    }

    /** Names of the values whose numbers, not only shape or type, a node takes. */
    private static Collection<String> dependencies(Node node) {
        return switch (node.op()) {
            case "Shape", "Size" -> List.of();
            case "CastLike" -> node.inputs().subList(0, 1);
            default -> node.dependencies();
        };
    }

    private void known(Node node, List<Value> in) {
        if (!KEEP_ROWS.contains(node.op()) || !in.get(0).isFloat() || in.get(0).rank() < 2) {
            return;
        }
        String input = node.inputs().get(0);
        tables.put(node.outputs().get(0), tables.getOrDefault(input, new Parameter(input, in.get(0), false)));
        if (node.op().equals("Transpose") && in.get(0).rank() == 2) {
            transposed.put(node.outputs().get(0), new Parameter(input, in.get(0), false));
        }
    }

    /** A node that computes with what the inputs hold. */
    private final class Step {

        private final Node node;
        private final List<Value> in;
        private final Value result;
        private final String name;

        Step(Node node, List<Value> in, Value result) {
            this.node = node;
            this.in = in;
            this.result = result;
            this.name = node.outputs().get(0);
        }

        Fact fact() {
            return switch (node.op()) {
                case "If" -> branch();
                case "Gather" -> gather();
                case "MatMul", "Gemm", "FusedMatMul" -> product();
                case "Attention" -> attention();
                case "Softmax" -> softmax();
                case "LayerNormalization" -> norm(known(1), known(2));
                case "SkipLayerNormalization" -> {
                    Fact sum = fact(0).and(fact(1));
                    if (sum.open() != null && known(4) != null) {
                        sum.open().completed(known(4), name);
                    }
                    yield norm(known(2), known(3));
                }
                case "Add", "BiasGelu", "FastGelu" -> sum();
                case "Sub" -> isVector(0) ? norm(0, merged()) : merged();
                case "Mul" -> isVector(1) ? gain(1) : isVector(0) ? gain(0) : merged();
                default -> merged();
            };
        }

        private boolean isData(int i) {
            return i < in.size() && in.get(i) != null && data.contains(node.inputs().get(i));
        }

        private Fact fact(int i) {
            return isData(i) ? facts.getOrDefault(node.inputs().get(i), Fact.NONE) : Fact.NONE;
        }

        private Fact merged() {
            Fact merged = Fact.NONE;
            for (int i = 0; i < in.size(); i++) {
                merged = i > 0 && node.op().equals("CastLike") ? merged : merged.and(fact(i));
            }
            return merged;
        }

        /** A known input, or null. */
        private Parameter known(int i) {
            boolean given = i < in.size() && in.get(i) != null && !isData(i);
            return given ? new Parameter(node.inputs().get(i), in.get(i), false) : null;
        }

        /** Whether an input is one known number for every unit of the result. */
        private boolean isVector(int i) {
            return known(i) != null
                    && in.get(i).isFloat()
                    && in.get(i).size() > 1
                    && in.get(i).size() == in.get(i).lastAxis()
                    && in.get(i).size() == result.lastAxis();
        }

        private Fact branch() {
            Fact merged = Fact.NONE;
            for (Branch branch : node.branches()) {
                for (String output : branch.outputs()) {
                    merged = merged.and(facts.getOrDefault(output, Fact.NONE));
                }
            }
            return merged;
        }

        private Fact gather() {
            if (known(0) != null && in.get(0).isFloat() && in.get(0).rank() == 2) {
                parts.add(new LookUp(node, known(0), in.get(1), result));
                return Fact.NONE;
            }
            return merged();
        }

        private Fact product() {
            if (known(1) != null && in.get(1).rank() == 2) {
                return linear();
            }
            if (isData(0) && isData(1)) {
                Fact left = fact(0);
                Fact right = fact(1);
                if (left.probabilities()) {
                    left.attention().completed(node, right.linear());
                    parts.add(left.attention());
                    return Fact.NONE;
                }
                if (left.linear() != null && right.linear() != null) {
                    int heads = result.rank() == 4 ? result.shape()[1] : result.shape()[0] / batch;
                    return Fact.scores(new Attention(left.linear(), right.linear(), heads, result));
                }
            }
            return merged();
        }

        private Fact linear() {
            var linear = new Linear(node, in.get(0), matrix(), result);
            linear.reached(name);
            parts.add(linear);
            if (known(2) == null) {
                return Fact.of(linear);
            }
            linear.completed(known(2), name);
            return Fact.of(linear).closed();
        }

        /** The second factor of a product as {@code [out, in]}. */
        private Parameter matrix() {
            String factor = node.inputs().get(1);
            Parameter source = transposed.get(factor);
            boolean outIn = node.integer("transB", 0) != 0;
            return source != null && !outIn ? source : new Parameter(factor, in.get(1), !outIn);
        }

        private Fact attention() {
            boolean split = in.get(0).rank() == 4;
            int heads = split ? in.get(0).shape()[1] : Math.toIntExact(node.integer("q_num_heads", 1));
            var attention = new Attention(fact(0).linear(), fact(1).linear(), heads, null);
            attention.completed(node, fact(2).linear());
            parts.add(attention);
            return Fact.NONE;
        }

        private Fact softmax() {
            Fact fact = merged();
            if (fact.attention() == null) {
                return Fact.NONE;
            }
            fact.attention().scored(in.get(0));
            return fact.softmax();
        }

        private Fact norm(Parameter gain, Parameter bias) {
            var norm = new Norm(node, gain, node.number("epsilon", node.domain().isEmpty() ? 1e-5f : 1e-12));
            norm.completed(bias);
            norm.reached(name, result);
            parts.add(norm);
            return Fact.NONE;
        }

        /** Multiplication by a vector: the gain of a LayerNorm whose other half may follow. */
        private Fact gain(int i) {
            var norm = new Norm(node, known(i), merged().epsilon());
            norm.reached(name, result);
            parts.add(norm);
            return Fact.of(norm);
        }

        /** A vector beside what was multiplied by the gain of a LayerNorm: its bias. */
        private Fact norm(int i, Fact fact) {
            if (fact.norm() == null || fact.norm().bias() != null) {
                return fact;
            }
            fact.norm().completed(known(i));
            fact.norm().reached(name, result);
            return node.op().equals("Add") ? Fact.NONE : fact;
        }

        private Fact sum() {
            Fact fact = merged();
            for (int i = 0; i < 2; i++) {
                Parameter added = known(i);
                if (added == null || !in.get(i).isFloat()) {
                    continue;
                }
                if (fact.open() != null && in.get(i).size() == fact.open().out()) {
                    fact.open().completed(added, name);
                    return fact.closed();
                }
                if (isVector(i) && fact.norm() != null) {
                    return norm(i, fact);
                }
                if (in.get(i).size() == 1) {
                    double number = in.get(i).scalar();
                    return number > 0 && number < MAX_EPSILON ? fact.withEpsilon(number) : fact;
                }
                parts.add(new LookUp(node, tables.getOrDefault(added.name(), added), null, in.get(i)));
            }
            boolean halves = isData(0) && isData(1) && fact(0).norm() != null && fact(0).norm() == fact(1).norm();
            if (halves) {
                fact.norm().reached(name, result);
                return Fact.NONE;
            }
            return fact;
        }
    }
}
