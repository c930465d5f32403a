package io.github.emotion4j.core.onnx.file;

import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;

/** A node of the graph. Two nodes are equal only if they are the same one. */
public final class Node {

    private final String name;
    private final String domain;
    private final String op;
    private final List<String> inputs;
    private final List<String> outputs;
    private final Map<String, AttributeProto> attributes = new HashMap<>();
    private final Map<String, Branch> branches = new HashMap<>();
    private final ExternalData files;

    /**
     * Takes a message apart.
     *
     * @param files where the numbers of its constants may lie
     */
    Node(NodeProto proto, ExternalData files) {
        this.inputs = List.copyOf(proto.getInputList());
        this.outputs = List.copyOf(proto.getOutputList());
        this.name = !proto.getName().isEmpty() || outputs.isEmpty() ? proto.getName() : outputs.get(0);
        this.domain = proto.getDomain().equals("ai.onnx") ? "" : proto.getDomain();
        this.op = proto.getOpType();
        this.files = files;
        for (AttributeProto attribute : proto.getAttributeList()) {
            attributes.put(attribute.getName(), attribute);
            if (attribute.getType() == AttributeType.GRAPH) {
                branches.put(attribute.getName(), branch(attribute.getG()));
            }
        }
    }

    private Branch branch(GraphProto graph) {
        var tensors = new HashMap<String, StoredTensor>();
        for (TensorProto tensor : graph.getInitializerList()) {
            tensors.put(tensor.getName(), StoredTensor.of(tensor.getName(), tensor, files));
        }
        return new Branch(
                graph.getNodeList().stream().map(node -> new Node(node, files)).toList(),
                tensors,
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList());
    }

    /** Where it comes from: empty for ONNX's own operators. */
    public String domain() {
        return domain;
    }

    /** The operator. */
    public String op() {
        return op;
    }

    /** Names of values; empty names for optional inputs left out. */
    public List<String> inputs() {
        return inputs;
    }

    /** Names of values; empty names for optional outputs left out. */
    public List<String> outputs() {
        return outputs;
    }

    /** Names of all values that it may need, those that only its branches use included; values that are made inside of them too. */
    public Set<String> dependencies() {
        var names = new LinkedHashSet<>(inputs);
        for (Branch branch : branches.values()) {
            branch.nodes().forEach(node -> names.addAll(node.dependencies()));
            names.addAll(branch.outputs());
        }
        return names;
    }

    /** The graphs inside of it. */
    public Collection<Branch> branches() {
        return branches.values();
    }

    /** A graph inside of it. */
    public Branch branch(String attribute) {
        Branch branch = branches.get(attribute);
        if (branch == null) {
            throw refusal("attribute '" + attribute + "' is missing");
        }
        return branch;
    }

    /** Whether an attribute was given. */
    public boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** An attribute that is an integer. */
    public long integer(String attribute, long absent) {
        AttributeProto value = attribute(attribute, AttributeType.INT);
        return value == null ? absent : value.getI();
    }

    /** An attribute that is a floating-point number. */
    public double number(String attribute, double absent) {
        AttributeProto value = attribute(attribute, AttributeType.FLOAT);
        return value == null ? absent : value.getF();
    }

    /** An attribute that is a text. */
    public String text(String attribute, String absent) {
        AttributeProto value = attribute(attribute, AttributeType.STRING);
        return value == null ? absent : value.getS().toStringUtf8();
    }

    /** An attribute that is a list of integers. */
    public Optional<long[]> integers(String attribute) {
        return Optional.ofNullable(attribute(attribute, AttributeType.INTS))
                .map(value ->
                        value.getIntsList().stream().mapToLong(Long::longValue).toArray());
    }

    /** An attribute that is a list of floating-point numbers. */
    public Optional<double[]> numbers(String attribute) {
        return Optional.ofNullable(attribute(attribute, AttributeType.FLOATS))
                .map(value -> value.getFloatsList().stream()
                        .mapToDouble(Float::doubleValue)
                        .toArray());
    }

    /** An attribute that names an element type. */
    public ElementType elementType(String attribute) {
        return DataTypes.of(integer(attribute, 0));
    }

    /** An attribute that is a tensor. */
    public Optional<StoredTensor> tensor(String attribute) {
        return Optional.ofNullable(attribute(attribute, AttributeType.TENSOR))
                .map(value -> StoredTensor.of(name, value.getT(), files));
    }

    /** A refusal of this node. */
    public Refusal refusal(String problem) {
        return new Refusal(this + ": " + problem);
    }

    /** Name and operator, for messages. */
    @Override
    public String toString() {
        return "node '" + name + "' (" + (domain.isEmpty() ? op : domain + "." + op) + ")";
    }

    private AttributeProto attribute(String attribute, AttributeType type) {
        AttributeProto value = attributes.get(attribute);
        if (value != null && value.getType() != type) {
            throw refusal("attribute '" + attribute + "' is of type " + value.getType() + ", expected " + type);
        }
        return value;
    }
}
