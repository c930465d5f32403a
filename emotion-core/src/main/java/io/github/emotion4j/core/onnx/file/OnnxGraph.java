package io.github.emotion4j.core.onnx.file;

import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
 */
public final class OnnxGraph {

    /** Opset 11 is the oldest that BERT exports were checked with; beyond the newest, operators may have changed their meaning. */
    private static final int OLDEST_OPSET = 11;

    private static final int NEWEST_OPSET = 26;
    private static final int NEWEST_IR = 14;

    private static final int MAX_NODES = 200_000;

    /** An input as declared: its element type and its sizes, -1 where they are free. */
    public record Input(ElementType type, int[] shape) {}

    private final String exporter;
    private final int opset;
    private final Map<String, Node> producers = new HashMap<>();
    private final Map<Node, Integer> places = new HashMap<>();
    private final Map<String, StoredTensor> tensors = new HashMap<>();
    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private final List<String> outputs;
    private final Optional<Labels> labels;

    /** Parses a file of at most 2 GiB. */
    public static OnnxGraph read(Path file) throws IOException {
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
        return new OnnxGraph(model, file.toAbsolutePath().getParent());
    }

    private OnnxGraph(ModelProto model, Path folder) {
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new Refusal("not an ONNX file: there is no graph in it");
        }
        GraphProto graph = model.getGraph();
        var files = new ExternalData(folder);
        opset = opset(model);
        exporter = exporter(model, opset);
        outputs = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
        labels = labels(model);
        addNodes(new Functions(model).inline(graph.getNodeList(), MAX_NODES), files);
        addTensors(graph, files);
        addInputs(graph);
    }

    private static int opset(ModelProto model) {
        long opset = -1;
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
                opset = set.getVersion();
            }
        }
        if (opset < OLDEST_OPSET || opset > NEWEST_OPSET || model.getIrVersion() > NEWEST_IR) {
            throw new Refusal("operator set " + (opset < 0 ? "unknown" : opset) + " of IR version "
                    + model.getIrVersion() + " is not supported, expected " + OLDEST_OPSET + " to " + NEWEST_OPSET
                    + " of at most " + NEWEST_IR);
        }
        return (int) opset;
    }

    private void addNodes(List<NodeProto> protos, ExternalData files) {
        for (NodeProto proto : protos) {
            var node = new Node(proto, files);
            places.put(node, places.size());
            for (String output : node.outputs()) {
                if (!output.isEmpty() && producers.put(output, node) != null) {
                    throw new Refusal("two nodes produce the value '" + output + "'");
                }
            }
        }
    }

    private void addTensors(GraphProto graph, ExternalData files) {
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
    }

    private void addInputs(GraphProto graph) {
        for (ValueInfoProto input : graph.getInputList()) {
            if (!tensors.containsKey(input.getName())) {
                var type = input.getType().getTensorType();
                int[] shape = type.getShape().getDimList().stream()
                        .mapToInt(dim -> dim.getDimValue() > 0 ? (int) Math.min(dim.getDimValue(), 1 << 20) : -1)
                        .toArray();
                inputs.put(input.getName(), new Input(DataTypes.of(type.getElemType()), shape));
            }
        }
    }

    /** Producer, version and opset, for messages. */
    public String exporter() {
        return exporter;
    }

    /** Version of ONNX's own operator set. */
    public int opset() {
        return opset;
    }

    /** What the caller gives, by name, in file order. */
    public Map<String, Input> inputs() {
        return Collections.unmodifiableMap(inputs);
    }

    /** Names, in file order. */
    public List<String> outputs() {
        return outputs;
    }

    /** An initialiser. */
    public Optional<StoredTensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** Names of the logits, where our own export wrote them into the file. */
    public Optional<Labels> labels() {
        return labels;
    }

    /** Whether the file holds float16 or bfloat16 numbers, whose constants are only that precise. */
    public boolean isHalf() {
        return tensors.values().stream().anyMatch(t -> t.type() == ElementType.F16 || t.type() == ElementType.BF16);
    }

    /** The nodes that {@code outputs} depend on, each after those it needs; in the file's order, if that is one. */
    public List<Node> ancestors(List<String> outputs) {
        return ancestors(outputs, Set.of());
    }

    /** The same, where some values are given and need no node. */
    public List<Node> ancestors(List<String> outputs, Set<String> given) {
        var order = new ArrayList<Node>();
        var entered = new HashSet<Node>();
        var done = new HashSet<Node>();
        var stack = new ArrayDeque<Node>();
        boolean sorted = true;
        outputs.forEach(output -> push(stack, output, given));
        while (!stack.isEmpty()) {
            Node node = stack.peek();
            if (entered.add(node)) {
                for (String input : node.dependencies()) {
                    Node producer = given.contains(input) ? null : producers.get(input);
                    if (producer != null) {
                        if (entered.contains(producer) && !done.contains(producer)) {
                            throw producer.refusal("the graph has a cycle");
                        }
                        sorted &= places.get(producer) < places.get(node);
                        stack.push(producer);
                    }
                }
            } else {
                stack.pop();
                if (done.add(node)) {
                    order.add(node);
                }
            }
        }
        if (sorted) {
            order.sort(Comparator.comparing(places::get));
        }
        return order;
    }

    private void push(ArrayDeque<Node> stack, String value, Set<String> given) {
        Node producer = given.contains(value) ? null : producers.get(value);
        if (producer != null) {
            stack.push(producer);
        }
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
