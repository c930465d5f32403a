package io.github.emotion4j.core.onnx.file;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.FunctionProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/** Model-local functions, as torch.export writes them for modules: calls are replaced by their bodies. */
final class Functions {

    private static final int MAX_DEPTH = 32;

    /** {@code attribute_proto} of ONNX's FunctionProto. */
    private static final int DEFAULTS_FIELD = 11;

    private final Map<String, FunctionProto> functions = new HashMap<>();
    private int calls;

    Functions(ModelProto model) {
        for (FunctionProto function : model.getFunctionsList()) {
            if (functions.put(function.getDomain() + ":" + function.getName(), function) != null) {
                throw new Refusal("two functions are called '" + function.getName() + "'; overloads are not supported");
            }
        }
    }

    /** The nodes with every call replaced; at most {@code limit} of them. */
    List<NodeProto> inline(List<NodeProto> nodes, int limit) {
        if (functions.isEmpty() && nodes.size() <= limit) {
            return nodes;
        }
        var flat = new ArrayList<NodeProto>();
        inline(nodes, limit, 0, flat);
        return flat;
    }

    private void inline(List<NodeProto> nodes, int limit, int depth, List<NodeProto> flat) {
        for (NodeProto node : nodes) {
            FunctionProto function = functions.get(node.getDomain() + ":" + node.getOpType());
            if (function == null) {
                flat.add(node);
                if (flat.size() > limit) {
                    throw new Refusal("the graph has more than " + limit + " nodes");
                }
            } else if (depth == MAX_DEPTH) {
                throw new Refusal("functions call each other more than " + MAX_DEPTH + " deep: " + node.getOpType());
            } else {
                inline(body(node, function), limit, depth + 1, flat);
            }
        }
    }

    /** The body of a call: its values renamed so that they are unlike any other, its attributes bound. */
    private List<NodeProto> body(NodeProto call, FunctionProto function) {
        String scope = "call" + calls++ + "/" + call.getName() + "/";
        var names = new HashMap<String, String>();
        names.put("", "");
        for (int i = 0; i < function.getInputCount(); i++) {
            names.put(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
        }
        for (int i = 0; i < function.getOutputCount(); i++) {
            names.put(
                    function.getOutput(i),
                    i < call.getOutputCount() ? call.getOutput(i) : scope + function.getOutput(i));
        }
        var arguments = defaults(function);
        call.getAttributeList().forEach(attribute -> arguments.put(attribute.getName(), attribute));
        var body = new ArrayList<NodeProto>();
        for (NodeProto node : function.getNodeList()) {
            NodeProto.Builder bound =
                    node.toBuilder().clearInput().clearOutput().clearAttribute();
            bound.setName(scope + node.getName());
            node.getInputList().forEach(name -> bound.addInput(names.computeIfAbsent(name, n -> scope + n)));
            node.getOutputList().forEach(name -> bound.addOutput(names.computeIfAbsent(name, n -> scope + n)));
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.getType() == AttributeProto.AttributeType.GRAPH) {
                    throw new Refusal("function '" + function.getName() + "': control flow (" + node.getOpType()
                            + ") inside of a function is not supported");
                }
                if (attribute.getRefAttrName().isEmpty()) {
                    bound.addAttribute(attribute);
                } else if (arguments.containsKey(attribute.getRefAttrName())) {
                    bound.addAttribute(arguments.get(attribute.getRefAttrName()).toBuilder()
                            .setName(attribute.getName()));
                }
            }
            body.add(bound.build());
        }
        return body;
    }

    /** What an attribute of a function is where a call leaves it out; younger than the generated classes, which keep it as an unknown field. */
    private static Map<String, AttributeProto> defaults(FunctionProto function) {
        var defaults = new HashMap<String, AttributeProto>();
        try {
            for (ByteString bytes :
                    function.getUnknownFields().getField(DEFAULTS_FIELD).getLengthDelimitedList()) {
                AttributeProto attribute = AttributeProto.parseFrom(bytes);
                defaults.put(attribute.getName(), attribute);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal("function '" + function.getName() + "' has damaged attributes: " + e.getMessage());
        }
        return defaults;
    }
}
