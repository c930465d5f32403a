package io.github.emotion4j.core.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.FunctionProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;

/** Model-local functions, as torch.export writes them for modules: calls are replaced by their bodies. */
final class Functions {

    private static final int MAX_DEPTH = 32;

    private final Map<String, FunctionProto> functions = new HashMap<>();
    private int calls;

    Functions(ModelProto model) {
        for (FunctionProto function : model.getFunctionsList()) {
            functions.put(function.getDomain() + ":" + function.getName(), function);
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
        var arguments = new HashMap<String, AttributeProto>();
        call.getAttributeList().forEach(attribute -> arguments.put(attribute.getName(), attribute));
        var body = new ArrayList<NodeProto>();
        for (NodeProto node : function.getNodeList()) {
            NodeProto.Builder bound =
                    node.toBuilder().clearInput().clearOutput().clearAttribute();
            bound.setName(scope + node.getName());
            node.getInputList().forEach(name -> bound.addInput(names.computeIfAbsent(name, n -> scope + n)));
            node.getOutputList().forEach(name -> bound.addOutput(names.computeIfAbsent(name, n -> scope + n)));
            for (AttributeProto attribute : node.getAttributeList()) {
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
}
