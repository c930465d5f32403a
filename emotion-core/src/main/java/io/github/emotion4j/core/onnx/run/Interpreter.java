package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.file.Branch;
import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes outputs of a graph, node by node, as its file says. Nodes that an output does not depend on are not looked at. */
public final class Interpreter {

    /** Bounds the time a hostile file can take: several times the additions that 24 layers of 1024 units and 2048 tokens need, eight in one for products. */
    private static final long MAX_WORK = 1L << 38;

    private final OnnxGraph graph;
    private final List<String> outputs;
    private final List<Node> nodes;
    private final Map<Node, List<String>> unused = new HashMap<>();

    /** Is told of every node that was run. */
    @FunctionalInterface
    public interface Observer {

        /**
         * A node was run.
         *
         * @param inputs null where one was left out
         * @param results its outputs
         */
        void ran(Node node, List<Value> inputs, List<Value> results);
    }

    /**
     * Prepares to compute values of a graph, its outputs or others.
     *
     * @throws Refusal if one of them depends on an operator that cannot be run
     */
    public Interpreter(OnnxGraph graph, List<String> outputs) {
        this(graph, outputs, Set.of());
    }

    /** The same, where the values of these names are given, beside those of the graph's inputs. */
    public Interpreter(OnnxGraph graph, List<String> outputs, Set<String> given) {
        this.graph = graph;
        this.outputs = List.copyOf(outputs);
        this.nodes = graph.ancestors(outputs, given);
        Operators.require(nodes);
        findLastUses();
    }

    /** After which node a value is needed no more. */
    private void findLastUses() {
        Set<String> needed = new HashSet<>(outputs);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            var last = new ArrayList<String>();
            for (String name : nodes.get(i).dependencies()) {
                if (needed.add(name)) {
                    last.add(name);
                }
            }
            unused.put(nodes.get(i), last);
        }
    }

    /** Computes the outputs. */
    public Map<String, Value> run(Map<String, Value> inputs) {
        return run(inputs, (node, in, results) -> {});
    }

    /** The same; the observer is told of every node. */
    public Map<String, Value> run(Map<String, Value> inputs, Observer observer) {
        var run = new Run(inputs, observer);
        for (Node node : nodes) {
            run.compute(node);
            run.values.keySet().removeAll(unused.get(node));
        }
        var results = new HashMap<String, Value>();
        outputs.forEach(name -> results.put(name, run.value(name)));
        return results;
    }

    private final class Run {

        private final Map<String, Value> values;
        private final Observer observer;
        private long work;

        Run(Map<String, Value> inputs, Observer observer) {
            this.values = new HashMap<>(inputs);
            this.observer = observer;
        }

        void compute(Node node) {
            try {
                var in = new ArrayList<Value>();
                for (String input : node.inputs()) {
                    in.add(input.isEmpty() ? null : value(input));
                }
                List<Value> results =
                        node.op().equals("If") ? branch(node, in.get(0)) : apply(new Call(node, in, graph.opset()));
                for (int i = 0; i < node.outputs().size(); i++) {
                    // a second output that nothing asks for, such as the mask of a dropout, has no value
                    if (!node.outputs().get(i).isEmpty() && i < results.size()) {
                        values.put(node.outputs().get(i), results.get(i));
                        work += results.get(i).size() * cost(node, in);
                    }
                }
                observer.ran(node, in, results);
            } catch (Refusal refusal) {
                throw refusal.getMessage().startsWith("node ") ? refusal : node.refusal(refusal.getMessage());
            } catch (RuntimeException malformed) {
                // inputs missing, of the wrong rank or type: a file that breaks the operator's rules
                throw node.refusal("its inputs or attributes are not what this operator takes (" + malformed + ")");
            }
            if (work > MAX_WORK) {
                throw node.refusal("the graph takes more than " + MAX_WORK + " additions on a few texts");
            }
        }

        private static long cost(Node node, List<Value> in) {
            return node.op().endsWith("MatMul") || node.op().equals("Gemm")
                    ? 1 + in.get(0).lastAxis() / 8
                    : 1;
        }

        private List<Value> apply(Call call) {
            return Operators.of(call.node()).orElseThrow().apply(call);
        }

        private List<Value> branch(Node node, Value condition) {
            Branch branch = node.branch(condition.scalar() != 0 ? "then_branch" : "else_branch");
            branch.tensors().forEach((name, tensor) -> values.put(name, tensor.value()));
            branch.nodes().forEach(this::compute);
            var results = new ArrayList<Value>();
            branch.outputs().forEach(name -> results.add(value(name)));
            return results;
        }

        Value value(String name) {
            Value value = values.get(name);
            if (value == null) {
                value = graph.tensor(name)
                        .orElseThrow(() -> new Refusal(
                                graph.inputs().containsKey(name)
                                        ? "it needs the input '" + name
                                                + "', expected only input_ids, attention_mask and token_type_ids"
                                        : "the value '" + name + "' does not exist"))
                        .value();
            }
            return value;
        }
    }
}
