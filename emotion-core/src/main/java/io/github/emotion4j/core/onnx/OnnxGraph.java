package io.github.emotion4j.core.onnx;

import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * An ONNX file, parsed: its nodes by the values they produce, its stored tensors, its inputs and outputs. The file is mapped and the bytes of its
 * weights stay there.
 *
 * @param exporter producer, version and opset, for messages
 * @param opset version of ONNX's own operator set
 * @param inputs what the caller gives, by name, in file order
 * @param outputs names, in file order
 * @param producers the node that makes each value
 * @param tensors initialisers
 * @param files what lies beside the file
 * @param labels names of the logits, where our own export wrote them into the file
 * @param half whether the file holds float16 or bfloat16 numbers, whose constants are only that precise
 */
record OnnxGraph(
        String exporter,
        int opset,
        Map<String, Input> inputs,
        List<String> outputs,
        Map<String, Node> producers,
        Map<String, StoredTensor> tensors,
        ExternalData files,
        Optional<Labels> labels,
        boolean half) {

    /** Opset 11 is the oldest that BERT exports were checked with; beyond the newest, operators may have changed their meaning. */
    private static final int OLDEST_OPSET = 11;

    private static final int NEWEST_OPSET = 26;
    private static final int NEWEST_IR = 14;

    private static final int MAX_NODES = 200_000;

    /** An input as declared: its element type and its sizes, -1 where they are free. */
    record Input(ElementType type, int[] shape) {}

    /** Parses a file of at most 2 GiB. */
    static OnnxGraph read(Path file) throws IOException {
        ModelProto model;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new Refusal("the file has " + channel.size() + " bytes; ONNX files end at 2 GiB");
            }
            // immutable and aliased: the weights' bytes stay views of the mapped file
            CodedInputStream stream = UnsafeByteOperations.unsafeWrap(
                            channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()))
                    .newCodedInput();
            stream.enableAliasing(true);
            model = ModelProto.parseFrom(stream);
        } catch (InvalidProtocolBufferException e) {
            throw new Refusal("not an ONNX file: " + e.getMessage());
        }
        return of(model, file.toAbsolutePath().getParent());
    }

    /** A parsed message, with external data in {@code folder}. */
    static OnnxGraph of(ModelProto model, Path folder) {
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new Refusal("not an ONNX file: there is no graph in it");
        }
        int opset = -1;
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
                opset = (int) set.getVersion();
            }
        }
        if (opset < OLDEST_OPSET || opset > NEWEST_OPSET || model.getIrVersion() > NEWEST_IR) {
            throw new Refusal("operator set " + (opset < 0 ? "unknown" : opset) + " of IR version "
                    + model.getIrVersion() + " is not supported, expected " + OLDEST_OPSET + " to " + NEWEST_OPSET
                    + " of at most " + NEWEST_IR);
        }
        GraphProto graph = model.getGraph();
        List<NodeProto> protos = new Functions(model).inline(graph.getNodeList(), MAX_NODES);
        var producers = new HashMap<String, Node>();
        for (NodeProto proto : protos) {
            Node node = Node.of(proto);
            for (String output : node.outputs()) {
                if (!output.isEmpty() && producers.put(output, node) != null) {
                    throw new Refusal("two nodes produce the value '" + output + "'");
                }
            }
        }
        var files = new ExternalData(folder);
        var tensors = new HashMap<String, StoredTensor>();
        for (TensorProto proto : graph.getInitializerList()) {
            String name = proto.getName();
            if (producers.containsKey(name) || tensors.put(name, StoredTensor.of(name, proto, files)) != null) {
                throw new Refusal("the value '" + name + "' is made twice");
            }
        }
        if (graph.getSparseInitializerCount() > 0) {
            throw new Refusal("sparse weights are not supported, found '"
                    + graph.getSparseInitializer(0).getValues().getName() + "'");
        }
        boolean half =
                tensors.values().stream().anyMatch(t -> t.type() == ElementType.F16 || t.type() == ElementType.BF16);
        return new OnnxGraph(
                exporter(model, opset),
                opset,
                inputs(graph, tensors),
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList(),
                producers,
                tensors,
                files,
                labels(model),
                half);
    }

    /** The nodes that {@code output} depends on, each after those it needs. */
    List<Node> ancestors(String output) {
        var order = new ArrayList<Node>();
        // by identity: a node's own hash would walk the constants in its attributes
        Set<Node> entered = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
        var stack = new ArrayDeque<Node>();
        push(stack, output);
        while (!stack.isEmpty()) {
            Node node = stack.peek();
            if (entered.add(node)) {
                node.inputs().forEach(input -> {
                    Node producer = producers.get(input);
                    if (producer != null && entered.contains(producer) && !done.contains(producer)) {
                        throw Refusal.at(producer, "the graph has a cycle");
                    }
                    push(stack, input);
                });
            } else {
                stack.pop();
                if (done.add(node)) {
                    order.add(node);
                }
            }
        }
        return order;
    }

    private void push(ArrayDeque<Node> stack, String value) {
        Node producer = producers.get(value);
        if (producer != null) {
            stack.push(producer);
        }
    }

    private static Map<String, Input> inputs(GraphProto graph, Map<String, StoredTensor> tensors) {
        var inputs = new LinkedHashMap<String, Input>();
        for (ValueInfoProto input : graph.getInputList()) {
            if (!tensors.containsKey(input.getName())) {
                var type = input.getType().getTensorType();
                int[] shape = type.getShape().getDimList().stream()
                        .mapToInt(dim -> dim.getDimValue() > 0 ? (int) Math.min(dim.getDimValue(), 1 << 20) : -1)
                        .toArray();
                inputs.put(input.getName(), new Input(ElementType.of(type.getElemType()), shape));
            }
        }
        return inputs;
    }

    /** Other exporters mean other things by a text of that name. */
    private static Optional<Labels> labels(ModelProto model) {
        return model.getMetadataPropsList().stream()
                .filter(text -> model.getProducerName().equals("emotion4j")
                        && text.getKey().equals("labels"))
                .map(text -> Labels.of(List.of(text.getValue().split("\n"))))
                .findFirst();
    }

    private static String exporter(ModelProto model, int opset) {
        String name = model.getProducerName().isEmpty() ? "unknown exporter" : model.getProducerName();
        String version = model.getProducerVersion().isEmpty() ? "" : " " + model.getProducerVersion();
        return name + version + ", opset " + opset;
    }
}
