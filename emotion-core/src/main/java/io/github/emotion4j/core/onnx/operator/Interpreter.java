package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.file.StoredTensor;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Probe;
import io.github.emotion4j.core.onnx.term.Role;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import io.github.emotion4j.core.onnx.term.Terms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a graph on a {@link Probe}: what depends only on sizes and the mask is computed, what depends on the token ids becomes a {@link Term} of
 * further operations. Nodes that an output does not depend on are not looked at.
 */
public final class Interpreter {

    /** Bounds the time a hostile file can take: elements computed on one probe, several times what 96 layers need. */
    private static final long MAX_WORK = 1L << 31;

    private final OnnxGraph graph;
    private final Inputs inputs;
    private final Probe probe;
    private final Terms terms = new Terms();
    private final TermOperators operators;
    private final Map<String, Term> values = new HashMap<>();
    private long work;

    /**
     * Prepares to run a graph.
     *
     * @param inputs what its inputs stand for
     * @param probe what they are given
     */
    public Interpreter(OnnxGraph graph, Inputs inputs, Probe probe) {
        this.graph = graph;
        this.inputs = inputs;
        this.probe = probe;
        this.operators = new TermOperators(terms, graph.opset());
    }

    /** The term of an output of the graph. */
    public Term evaluate(String output) {
        for (Node node : graph.ancestors(output)) {
            if (!node.outputs().stream().allMatch(name -> name.isEmpty() || values.containsKey(name))) {
                evaluate(node);
            }
        }
        return value(output);
    }

    private void evaluate(Node node) {
        terms.at(node);
        List<Term> results;
        try {
            var in = new ArrayList<Term>();
            for (String input : node.inputs()) {
                in.add(input.isEmpty() ? null : value(input));
            }
            results = compute(node, in);
        } catch (Refusal refusal) {
            throw refusal.getMessage().startsWith("node ") ? refusal : node.refusal(refusal.getMessage());
        } catch (RuntimeException malformed) {
            // inputs missing, of the wrong rank or type: a file that breaks the operator's rules
            throw node.refusal("its inputs or attributes are not what this operator takes (" + malformed + ")");
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            if (!node.outputs().get(i).isEmpty()) {
                if (i >= results.size()) {
                    // a second output that nothing asks for, such as the mask of a dropout left in, has no value
                    continue;
                }
                Term result = results.get(i);
                values.put(node.outputs().get(i), result);
                work += result.is(Op.KNOWN) ? result.known().storedSize() : 1;
            }
        }
        if (work > MAX_WORK) {
            throw node.refusal("the graph computes more than " + MAX_WORK + " numbers before the encoder begins");
        }
    }

    private List<Term> compute(Node node, List<Term> in) {
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
                    return List.of(terms.known(Calculator.shape(node, in.get(0).shape())));
                case "Size":
                    return List.of(terms.known(Known.of(ElementType.I64, new int[0], new long[] {
                        Shape.size(in.get(0).shape())
                    })));
                default:
                    break;
            }
            if (node.op().equals("CastLike") && in.get(0).is(Op.KNOWN)) {
                return List.of(terms.known(in.get(0).known().cast(in.get(1).type())));
            }
            if (areKnown(in)) {
                return known(node, numbers(in));
            }
            if (Rearranging.covers(node.op()) && areKnown(in.subList(1, in.size()))) {
                Term data = in.get(0);
                return Rearranging.of(node, data.shape(), numbers(in.subList(1, in.size()))).stream()
                        .map(movement -> terms.move(data, movement))
                        .toList();
            }
            if (in.stream().allMatch(value -> value == null || value.isConstant())) {
                return constants(node, in);
            }
        }
        return List.of(operators.apply(node, in));
    }

    /** A dropout that is switched on by its third input draws random numbers, whatever it is applied to. */
    private static void requireInference(List<Term> in) {
        if (in.size() > 2
                && in.get(2) != null
                && !(in.get(2).is(Op.KNOWN) && in.get(2).scalar() == 0)) {
            throw new Refusal("a dropout in training mode; export the model in evaluation mode");
        }
    }

    private static boolean areKnown(List<Term> terms) {
        return terms.stream().allMatch(term -> term == null || term.is(Op.KNOWN));
    }

    /** The numbers of constants, null where an input was left out. */
    private static List<Known> numbers(List<Term> constants) {
        var numbers = new ArrayList<Known>();
        constants.forEach(constant -> numbers.add(constant == null ? null : constant.numbers()));
        return numbers;
    }

    private List<Term> known(Node node, List<Known> in) {
        // known numbers are expanded without being stored twice; as a movement they would be
        if (Rearranging.covers(node.op()) && !node.op().equals("Expand")) {
            Known data = in.get(0);
            return Rearranging.of(node, data.shape(), in.subList(1, in.size())).stream()
                    .map(movement -> terms.known(movement.apply(data)))
                    .toList();
        }
        return List.of(terms.known(Calculator.compute(node, in)));
    }

    /** Arithmetic on weights, such as a scale folded into a bias: computed, unless it leaves them as they are. */
    private List<Term> constants(Node node, List<Term> in) {
        boolean unchanged = switch (node.op()) {
            case "Cast" -> widens(in.get(0).type(), node.elementType("to"));
            case "CastLike" -> widens(in.get(0).type(), in.get(1).type());
            default -> false;
        };
        return unchanged ? List.of(in.get(0)) : known(node, numbers(in));
    }

    private static boolean widens(ElementType from, ElementType to) {
        // weights are loaded as float32 whatever they are stored as, so a conversion from float64 to float32 is done
        // there
        return from == to || (from.isFloat() && (to == ElementType.F32 || to == ElementType.F64));
    }

    private Term value(String name) {
        Term value = values.get(name);
        if (value == null) {
            value = source(name);
            values.put(name, value);
        }
        return value;
    }

    private Term source(String name) {
        Optional<StoredTensor> tensor = graph.tensor(name);
        if (tensor.isPresent()) {
            return stored(tensor.get());
        }
        Role role = inputs.roles().get(name);
        int[] shape = {probe.batch(), probe.length()};
        if (role == Role.MASK) {
            return terms.known(Known.of(ElementType.I64, shape, probe.mask())
                    .cast(graph.inputs().get(name).type()));
        }
        if (role != null) {
            return terms.input(name, role, ElementType.I64, shape);
        }
        throw new Refusal(
                graph.inputs().containsKey(name)
                        ? "it needs the input '" + name
                                + "', expected only input_ids, attention_mask and token_type_ids"
                        : "the value '" + name + "' does not exist");
    }

    private Term constant(Node node) {
        Optional<StoredTensor> tensor = node.tensor("value");
        if (tensor.isPresent()) {
            return stored(tensor.get());
        }
        if (node.has("value_float")) {
            return terms.known(Known.of(ElementType.F32, new int[0], new double[] {node.number("value_float", 0)}));
        }
        if (node.has("value_int")) {
            return terms.known(Known.of(ElementType.I64, new int[0], new long[] {node.integer("value_int", 0)}));
        }
        if (node.has("value_ints")) {
            return terms.known(Known.vector(node.integers("value_ints").orElseThrow()));
        }
        double[] numbers = node.numbers("value_floats")
                .orElseThrow(() -> new Refusal("a constant of a kind that is not supported"));
        return terms.known(Known.of(ElementType.F32, new int[] {numbers.length}, numbers));
    }

    private Term stored(StoredTensor tensor) {
        return tensor.type().isFloat() ? terms.weight(tensor) : terms.known(tensor.known());
    }
}
