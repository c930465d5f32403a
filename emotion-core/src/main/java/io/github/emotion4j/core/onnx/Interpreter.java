package io.github.emotion4j.core.onnx;

import io.github.emotion4j.core.onnx.Inputs.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;

/**
 * Runs a graph on a {@link Probe}: what depends only on sizes and the mask becomes numbers, what depends on the token ids a {@link Term}. Nodes
 * that an output does not depend on are not looked at.
 */
final class Interpreter {

    /** Bounds the time a hostile file can take: elements computed on one probe, several times what 96 layers need. */
    private static final long MAX_WORK = 1L << 31;

    private final OnnxGraph graph;
    private final Inputs inputs;
    private final Probe probe;
    private final Terms terms = new Terms();
    private final TermOperators operators;
    private final Map<String, Value> values = new HashMap<>();
    private long work;

    Interpreter(OnnxGraph graph, Inputs inputs, Probe probe) {
        this.graph = graph;
        this.inputs = inputs;
        this.probe = probe;
        this.operators = new TermOperators(terms, graph.opset());
    }

    Terms terms() {
        return terms;
    }

    /** The term of an output of the graph. */
    Term evaluate(String output) {
        for (Node node : graph.ancestors(output)) {
            if (!node.outputs().stream().allMatch(name -> name.isEmpty() || values.containsKey(name))) {
                evaluate(node);
            }
        }
        return terms.of(value(output));
    }

    private void evaluate(Node node) {
        terms.at(node);
        List<? extends Value> results;
        try {
            var in = new ArrayList<Value>();
            for (String input : node.inputs()) {
                in.add(input.isEmpty() ? null : value(input));
            }
            results = compute(node, in);
        } catch (Refusal refusal) {
            throw refusal.getMessage().startsWith("node ") ? refusal : Refusal.at(node, refusal.getMessage());
        } catch (RuntimeException malformed) {
            // inputs missing, of the wrong rank or type: a file that breaks the operator's rules
            throw Refusal.at(node, "its inputs or attributes are not what this operator takes (" + malformed + ")");
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!node.outputs().get(i).isEmpty()) {
                if (i >= results.size()) {
                    // a second output that nothing asks for, such as the mask of a dropout left in, has no value
                    continue;
                }
                Value result = results.get(i);
                values.put(node.outputs().get(i), result);
                work += result instanceof Known known ? known.storedSize() : 1;
            }
        }
        if (work > MAX_WORK) {
            throw Refusal.at(node, "the graph computes more than " + MAX_WORK + " numbers before the encoder begins");
        }
    }

    private List<? extends Value> compute(Node node, List<Value> in) {
        if (node.domain().isEmpty()) {
            switch (node.op()) {
                case "Constant":
                    return List.of(constant(node));
                case "Identity":
                    return List.of(in.get(0));
                case "Dropout":
                    requireInference(in);
                    return List.of(in.get(0));
                case "Shape":
                    return List.of(Calculator.shape(node, in.get(0).shape()));
                case "Size":
                    return List.of(Known.of(ElementType.I64, new int[0], new long[] {
                        Shape.size(in.get(0).shape())
                    }));
                default:
                    break;
            }
            if (node.op().equals("CastLike") && in.get(0) instanceof Known known) {
                return List.of(known.cast(in.get(1).type()));
            }
            if (in.stream().allMatch(value -> value == null || value instanceof Known)) {
                return known(node, in);
            }
            if (Rearranging.covers(node.op()) && in.stream().skip(1).allMatch(v -> v == null || v instanceof Known)) {
                Term data = (Term) in.get(0);
                var others = in.stream().skip(1).map(Known.class::cast).toList();
                return Rearranging.of(node, data.shape(), others).stream()
                        .map(movement -> terms.move(data, movement))
                        .toList();
            }
            if (in.stream().allMatch(value -> value == null || value instanceof Known || ((Term) value).isConstant())) {
                return constants(node, in);
            }
        }
        return operators.apply(node, in);
    }

    /** A dropout that is switched on by its third input draws random numbers, whatever it is applied to. */
    private static void requireInference(List<Value> in) {
        if (in.size() > 2 && in.get(2) != null && !(in.get(2) instanceof Known known && known.scalar() == 0)) {
            throw new Refusal("a dropout in training mode; export the model in evaluation mode");
        }
    }

    private List<? extends Value> known(Node node, List<Value> in) {
        var known = new ArrayList<Known>();
        in.forEach(value -> known.add((Known) value));
        if (Rearranging.covers(node.op()) && !node.op().equals("Expand")) {
            Known data = known.get(0);
            return Rearranging.of(node, data.shape(), known.subList(1, known.size())).stream()
                    .map(movement -> movement.apply(data))
                    .toList();
        }
        return Calculator.compute(node, known);
    }

    /** Arithmetic on weights, such as a scale folded into a bias: computed, unless it leaves them as they are. */
    private List<? extends Value> constants(Node node, List<Value> in) {
        boolean unchanged = switch (node.op()) {
            case "Cast" -> widens(in.get(0).type(), ElementType.of((int) node.integer("to", 0)));
            case "CastLike" -> widens(in.get(0).type(), in.get(1).type());
            default -> false;
        };
        if (unchanged) {
            return List.of(in.get(0));
        }
        var numbers = new ArrayList<Value>();
        for (Value value : in) {
            numbers.add(value instanceof Term term ? terms.numbers(term) : value);
        }
        return known(node, numbers);
    }

    private static boolean widens(ElementType from, ElementType to) {
        // weights are loaded as float32 whatever they are stored as, so a conversion from float64 to float32 is done
        // there
        return from == to || (from.isFloat() && (to == ElementType.F32 || to == ElementType.F64));
    }

    private Value value(String name) {
        Value value = values.get(name);
        if (value == null) {
            value = source(name);
            values.put(name, value);
        }
        return value;
    }

    private Value source(String name) {
        StoredTensor tensor = graph.tensors().get(name);
        if (tensor != null) {
            return tensor.type().isFloat() ? terms.weight(tensor) : tensor.known();
        }
        Role role = inputs.roles().get(name);
        int[] shape = {probe.batch(), probe.length()};
        if (role == Role.MASK) {
            return Known.of(ElementType.I64, shape, probe.mask())
                    .cast(graph.inputs().get(name).type());
        }
        if (role != null) {
            return terms.input(role.name(), ElementType.I64, shape);
        }
        throw new Refusal(
                graph.inputs().containsKey(name)
                        ? "it needs the input '" + name
                                + "', expected only input_ids, attention_mask and token_type_ids"
                        : "the value '" + name + "' does not exist");
    }

    private Value constant(Node node) {
        if (node.has("value")) {
            StoredTensor tensor =
                    StoredTensor.of(node.name(), node.tensor("value").orElseThrow(), graph.files());
            return tensor.type().isFloat() ? terms.weight(tensor) : tensor.known();
        }
        if (node.has("value_float")) {
            return Known.of(ElementType.F32, new int[0], new double[] {node.number("value_float", 0)});
        }
        if (node.has("value_int")) {
            return Known.of(ElementType.I64, new int[0], new long[] {node.integer("value_int", 0)});
        }
        if (node.has("value_ints")) {
            return Known.vector(node.integers("value_ints").orElseThrow());
        }
        AttributeProto floats = node.attributes().get("value_floats");
        if (floats == null) {
            throw new Refusal("a constant of a kind that is not supported");
        }
        double[] numbers =
                floats.getFloatsList().stream().mapToDouble(Float::doubleValue).toArray();
        return Known.of(ElementType.F32, new int[] {numbers.length}, numbers);
    }
}
