package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.encoder.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.FunctionProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnknownFieldSet;

/** Inputs, attributes and places that decide what an operator means and that are easily overlooked. */
class OnnxOperatorTest {

    private static final String WORDS = "distilbert.embeddings.word_embeddings.weight";

    @TempDir
    Path folder;

    @Test
    void aMaximumOfThreeIsNotRelu() throws Exception {
        assertThat(activation(withActivation("Max", "", "zero"))).isEqualTo(Activation.RELU);
        assertRefused(withActivation("Max", "", "zero", "one"), "an unknown activation");
    }

    @Test
    void anAttributeThatACallLeavesOutHasTheFunctionsDefault() throws Exception {
        FunctionProto gelu = function("tanh");

        ModelProto.Builder called = withActivation("Act", "local").addFunctions(gelu);
        ModelProto.Builder calledWithout = withActivation("Act", "local").addFunctions(function(null));
        ModelProto.Builder calledWith = withActivation("Act", "local").addFunctions(gelu);
        GraphProto.Builder graph = calledWith.getGraphBuilder();
        for (int at = 0; at < graph.getNodeCount(); at++) {
            if (graph.getNode(at).getOpType().equals("Act")) {
                graph.getNodeBuilder(at).addAttribute(text("kind", "none"));
            }
        }

        assertThat(activation(called)).isEqualTo(Activation.GELU_TANH);
        assertThat(activation(calledWith)).isEqualTo(Activation.GELU_ERF);
        assertThat(activation(calledWithout)).isEqualTo(Activation.GELU_ERF);
    }

    @Test
    void twoFunctionsOfOneNameAreRefused() throws Exception {
        ModelProto.Builder model =
                withActivation("Act", "local").addFunctions(function("tanh")).addFunctions(function("none"));

        assertRefused(model, "two functions are called 'Act'");
    }

    @Test
    void tokenIdsThatAreNarrowedAreRefused() throws Exception {
        assertThat(read(withCastIds(DataType.INT32)).checkpoint().config().layers())
                .isEqualTo(2);
        assertRefused(withCastIds(DataType.INT8), "no look-up of input_ids");
        assertRefused(withCastIds(DataType.BOOL), "no look-up of input_ids");
    }

    @Test
    void aDropoutThatIsSwitchedOnIsRefusedEvenOnAWeight() throws Exception {
        assertThat(read(withDropoutOnWords(0)).checkpoint().config().layers()).isEqualTo(2);
        assertRefused(withDropoutOnWords(1), "a dropout in training mode");
    }

    @Test
    void aConstantMayLieInAFileBesideTheModel() throws Exception {
        ModelProto.Builder model = model();
        GraphProto.Builder graph = model.getGraphBuilder();
        int at = 0;
        while (!graph.getInitializer(at).getName().equals(WORDS)) {
            at++;
        }
        TensorProto words = graph.getInitializer(at);
        Files.write(folder.resolve("weights.bin"), words.getRawData().toByteArray());
        TensorProto.Builder outside = words.toBuilder()
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"));
        graph.removeInitializer(at)
                .addNode(
                        0,
                        NodeProto.newBuilder()
                                .setOpType("Constant")
                                .addOutput(WORDS)
                                .addAttribute(AttributeProto.newBuilder()
                                        .setName("value")
                                        .setType(AttributeType.TENSOR)
                                        .setT(outside)));

        float[] found = read(model).checkpoint().weight("embeddings.word").toArray();

        assertThat(found)
                .isEqualTo(read(model()).checkpoint().weight("embeddings.word").toArray());
    }

    @Test
    void aGuardAgainstNaNChangesNothingWhateverItPutsInThePlace() throws Exception {
        float[] expected = read(model()).checkpoint().weight("embeddings.word").toArray();

        assertThat(read(withNaNReplacedBy(0))
                        .checkpoint()
                        .weight("embeddings.word")
                        .toArray())
                .isEqualTo(expected);
        assertThat(read(withNaNReplacedBy(1))
                        .checkpoint()
                        .weight("embeddings.word")
                        .toArray())
                .isEqualTo(expected);
    }

    @Test
    void neitherNamesNorTheOrderOfNodesMatter() throws Exception {
        Checkpoint expected = OnnxCheckpointReader.read(
                        OnnxReferenceTest.folder().resolve("distilbert-2022-opset13.onnx"))
                .checkpoint();
        ModelProto.Builder model = model();
        GraphProto.Builder graph = model.getGraphBuilder();
        for (TensorProto tensor : List.copyOf(graph.getInitializerList())) {
            rename(graph, tensor.getName(), "tensor" + tensor.getName().hashCode());
        }
        var nodes = new ArrayList<>(graph.getNodeList());
        Collections.shuffle(nodes, new Random(7));
        graph.clearNode();
        nodes.forEach(node -> graph.addNode(node.toBuilder().clearName()));

        Checkpoint found = read(model).checkpoint();

        assertThat(found.config()).isEqualTo(expected.config());
        expected.weights()
                .forEach((name, tensor) ->
                        assertThat(found.weight(name).toArray()).as(name).isEqualTo(tensor.toArray()));
    }

    @Test
    void inputsThatPyTorchNumberedAreRecognised() throws Exception {
        ModelProto.Builder model = model();
        GraphProto.Builder graph = model.getGraphBuilder();
        rename(graph, "input_ids", "input.1");
        rename(graph, "attention_mask", "attention_mask.1");

        assertThat(read(model).checkpoint().config())
                .isEqualTo(read(model()).checkpoint().config());
    }

    private static void rename(GraphProto.Builder graph, String from, String to) {
        graph.getInputBuilderList().stream()
                .filter(input -> input.getName().equals(from))
                .forEach(input -> input.setName(to));
        graph.getInitializerBuilderList().stream()
                .filter(tensor -> tensor.getName().equals(from))
                .forEach(tensor -> tensor.setName(to));
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(from)) {
                    node.setInput(i, to);
                }
            }
        }
    }

    /** Each softmax followed by a choice of one number a head where it is not a number. */
    private static ModelProto.Builder withNaNReplacedBy(float number) throws Exception {
        ModelProto.Builder model = model();
        GraphProto.Builder graph = model.getGraphBuilder();
        graph.addInitializer(TensorProto.newBuilder()
                .setName("heads")
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(4)
                .addDims(1)
                .addDims(1)
                .addFloatData(0)
                .addFloatData(0)
                .addFloatData(0)
                .addFloatData(number));
        for (int at = graph.getNodeCount() - 1; at >= 0; at--) {
            NodeProto.Builder softmax = graph.getNodeBuilder(at);
            if (softmax.getOpType().equals("Softmax")) {
                String output = softmax.getOutput(0);
                softmax.setOutput(0, output + "_raw");
                graph.addNode(
                        at + 1,
                        NodeProto.newBuilder()
                                .setOpType("IsNaN")
                                .addInput(output + "_raw")
                                .addOutput(output + "_nan"));
                graph.addNode(
                        at + 2,
                        NodeProto.newBuilder()
                                .setOpType("Where")
                                .addInput(output + "_nan")
                                .addInput("heads")
                                .addInput(output + "_raw")
                                .addOutput(output));
            }
        }
        return model;
    }

    /** A function of one input that is Gelu; its attribute decides which, and has this default if it has one. */
    private static FunctionProto function(String absent) {
        FunctionProto.Builder function = FunctionProto.newBuilder()
                .setName("Act")
                .setDomain("local")
                .addInput("x")
                .addOutput("y")
                .addNode(NodeProto.newBuilder()
                        .setOpType("Gelu")
                        .addInput("x")
                        .addOutput("y")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("approximate")
                                .setType(AttributeType.STRING)
                                .setRefAttrName("kind")));
        if (absent != null) {
            // attribute_proto, which the generated classes are too old to know
            function.setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(
                            11,
                            UnknownFieldSet.Field.newBuilder()
                                    .addLengthDelimited(text("kind", absent).toByteString())
                                    .build())
                    .build());
        }
        return function.build();
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    /** Both feed-forward parts with one operator in place of GELU, its further inputs given. */
    private static ModelProto.Builder withActivation(String op, String domain, String... further) throws Exception {
        ModelProto.Builder model = model();
        GraphProto.Builder graph = model.getGraphBuilder();
        for (String layer : new String[] {"", "_1"}) {
            NodeProto.Builder node = NodeProto.newBuilder()
                    .setName("act" + layer)
                    .setOpType(op)
                    .setDomain(domain)
                    .addInput("/lin1" + layer + "/Add_output_0")
                    .addOutput("act" + layer);
            for (String input : further) {
                node.addInput(input);
            }
            int outer = producer(graph, "/lin2" + layer + "/MatMul_output_0");
            graph.getNodeBuilder(outer).setInput(0, "act" + layer);
            graph.addNode(outer, node);
        }
        addNumber(graph, "zero", 0);
        addNumber(graph, "one", 1);
        return model;
    }

    private static ModelProto.Builder withCastIds(DataType type) throws Exception {
        ModelProto.Builder model = model();
        GraphProto.Builder graph = model.getGraphBuilder();
        int lookUp = producer(graph, "/word_embeddings/Gather_output_0");
        graph.getNodeBuilder(lookUp).setInput(1, "cast_ids");
        graph.addNode(
                lookUp,
                NodeProto.newBuilder()
                        .setOpType("Cast")
                        .addInput("input_ids")
                        .addOutput("cast_ids")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("to")
                                .setType(AttributeType.INT)
                                .setI(type.getNumber())));
        return model;
    }

    private static ModelProto.Builder withDropoutOnWords(int training) throws Exception {
        ModelProto.Builder model = model();
        GraphProto.Builder graph = model.getGraphBuilder();
        int lookUp = producer(graph, "/word_embeddings/Gather_output_0");
        graph.getNodeBuilder(lookUp).setInput(0, "dropped");
        graph.addNode(
                lookUp,
                NodeProto.newBuilder()
                        .setOpType("Dropout")
                        .addInput(WORDS)
                        .addInput("ratio")
                        .addInput("training")
                        .addOutput("dropped"));
        addNumber(graph, "ratio", 0.5f);
        graph.addInitializer(TensorProto.newBuilder()
                .setName("training")
                .setDataType(DataType.BOOL.getNumber())
                .addInt32Data(training));
        return model;
    }

    private static void addNumber(GraphProto.Builder graph, String name, float value) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.FLOAT.getNumber())
                .addFloatData(value));
    }

    private static int producer(GraphProto.Builder graph, String value) {
        for (int at = 0; at < graph.getNodeCount(); at++) {
            if (graph.getNode(at).getOutputList().contains(value)) {
                return at;
            }
        }
        throw new AssertionError("no node makes " + value);
    }

    private static ModelProto.Builder model() throws Exception {
        return ModelProto.parseFrom(
                Files.readAllBytes(OnnxReferenceTest.folder().resolve("distilbert-2022-opset13.onnx")))
                .toBuilder();
    }

    private Activation activation(ModelProto.Builder model) throws IOException {
        return read(model).checkpoint().config().feedForward().activation();
    }

    private OnnxImport read(ModelProto.Builder model) throws IOException {
        return OnnxCheckpointReader.read(
                Files.write(folder.resolve("altered.onnx"), model.build().toByteArray()));
    }

    private void assertRefused(ModelProto.Builder model, String reason) {
        assertThatThrownBy(() -> read(model))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(reason);
    }
}
