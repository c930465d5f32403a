package io.github.emotion4j.core.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/**
 * A node of the graph.
 *
 * @param name its name, or that of its first output where the exporter gave none
 * @param domain empty for ONNX's own operators
 * @param op operator
 * @param inputs names of values; empty names for optional inputs left out
 * @param outputs names of values; empty names for optional outputs left out
 * @param attributes by name
 */
record Node(
        String name,
        String domain,
        String op,
        List<String> inputs,
        List<String> outputs,
        Map<String, AttributeProto> attributes) {

    static Node of(NodeProto proto) {
        var attributes = new HashMap<String, AttributeProto>();
        for (AttributeProto attribute : proto.getAttributeList()) {
            attributes.put(attribute.getName(), attribute);
        }
        String first = proto.getOutputCount() > 0 ? proto.getOutput(0) : "";
        String domain = proto.getDomain().equals("ai.onnx") ? "" : proto.getDomain();
        return new Node(
                proto.getName().isEmpty() ? first : proto.getName(),
                domain,
                proto.getOpType(),
                List.copyOf(proto.getInputList()),
                List.copyOf(proto.getOutputList()),
                attributes);
    }

    /** For messages. */
    String describe() {
        return "node '" + name + "' (" + qualifiedOp() + ")";
    }

    /** The operator with its domain, where that is not ONNX's own. */
    String qualifiedOp() {
        return domain.isEmpty() ? op : domain + "." + op;
    }

    /** Whether an input was given. */
    boolean hasInput(int index) {
        return index < inputs.size() && !inputs.get(index).isEmpty();
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    long integer(String attribute, long absent) {
        AttributeProto value = attribute(attribute, AttributeType.INT);
        return value == null ? absent : value.getI();
    }

    double number(String attribute, double absent) {
        AttributeProto value = attribute(attribute, AttributeType.FLOAT);
        return value == null ? absent : value.getF();
    }

    String text(String attribute, String absent) {
        AttributeProto value = attribute(attribute, AttributeType.STRING);
        return value == null ? absent : value.getS().toStringUtf8();
    }

    Optional<long[]> integers(String attribute) {
        AttributeProto value = attribute(attribute, AttributeType.INTS);
        return value == null
                ? Optional.empty()
                : Optional.of(
                        value.getIntsList().stream().mapToLong(Long::longValue).toArray());
    }

    Optional<TensorProto> tensor(String attribute) {
        return Optional.ofNullable(attribute(attribute, AttributeType.TENSOR)).map(AttributeProto::getT);
    }

    private AttributeProto attribute(String attribute, AttributeType type) {
        AttributeProto value = attributes.get(attribute);
        if (value != null && value.getType() != type) {
            throw Refusal.at(
                    this, "attribute '" + attribute + "' is of type " + value.getType() + ", expected " + type);
        }
        return value;
    }
}
