package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.protobuf.ByteString;

/** What is no encoder that is supported is refused, with the reason, the place and the exporter. */
class OnnxRefusalTest {

    private static final String WORDS = "distilbert.embeddings.word_embeddings.weight";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt2-opset14 | expected three linear layers before the first attention",
                "bert-decoder-opset14 | the states of layer 1 of 2 are the first that differ from those of BERT",
                "bert-relative-key-opset14 | Einsum",
                "modernbert-opset17 | without a config.json beside the file",
                "quantised-dynamic-bert-qint8-opset14 | quantised to 8 bits",
                "bert-act-silu-opset14 | an unknown activation",
                "bert-act-gelu_10-opset17 | an unknown activation",
                "head-mean-all-opset14 | takes padding in",
                "input-position-ids | needs the input 'position_ids'",
                "weights-nan | holds NaN at index 16",
            })
    void anotherKindOfModelIsRefusedByName(String name, String reason) throws Exception {
        Path file = Path.of(
                getClass().getResource("/onnx/refused/" + name + ".onnx").toURI());

        assertThatThrownBy(() -> OnnxCheckpointReader.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(", opset 1")
                .hasMessageContaining(reason);
    }

    @Test
    void integersOfFewBitsAreReportedBeforeWhatIsOnlyNotKnown() throws Exception {
        Path quantised = Path.of(getClass()
                .getResource("/onnx/refused/quantised-dynamic-bert-qint8-opset14.onnx")
                .toURI());
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(quantised)).toBuilder();
        model.getGraphBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getOpType().equals("Add"))
                .forEach(node -> node.setOpType("Conv"));

        assertThatThrownBy(() -> OnnxCheckpointReader.read(write(model.build())))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("quantised to 8 bits");
    }

    @Test
    void aChangedScaleOrPositionOrMaskConstantIsRefused() throws Exception {
        assertRefused(constant("/att.0/Constant_11_output_0", 2.9f), "layer 1 of 2 are the first that differ");
        assertRefused(constant("/att.0/Constant_15_output_0", -3f), "layer 1 of 2 are the first that differ");
        assertRefused(
                graph -> {
                    int at = producer(graph, "onnx::Slice_42");
                    NodeProto.Builder node = graph.getNode(at).toBuilder();
                    TensorProto.Builder positions = node.getAttribute(0).getT().toBuilder();
                    byte[] bytes = positions.getRawData().toByteArray();
                    // position 95, which only a text of full length has
                    bytes[95 * 8] = 94;
                    positions.setRawData(ByteString.copyFrom(bytes));
                    graph.setNode(
                            at,
                            node.setAttribute(
                                    0, node.getAttribute(0).toBuilder().setT(positions)));
                },
                "layer 1 of 2 are the first that differ");
    }

    @Test
    void shapesAndSizesThatDoNotFitAreRefusedBeforeMemoryIsTaken() throws Exception {
        assertRefused(initializer(WORDS, t -> t.setDims(0, 1L << 40)), "tensor '" + WORDS + "'");
        assertRefused(initializer(WORDS, t -> t.setDims(0, -1)), "impossible shape");
        assertRefused(initializer(WORDS, t -> t.setRawData(ByteString.EMPTY)), "the file holds 0");
        assertRefused(initializer(WORDS, t -> t.setDataType(77)), "element type 77");
        assertRefused(initializer(WORDS, t -> t.addFloatData(1)), "holds its numbers twice");
        assertRefused(
                graph -> graph.addNode(
                                0,
                                NodeProto.newBuilder()
                                        .setOpType("ConstantOfShape")
                                        .addInput("huge")
                                        .addOutput("ones"))
                        .addInitializer(TensorProto.newBuilder()
                                .setName("huge")
                                .setDataType(TensorProto.DataType.INT64.getNumber())
                                .addDims(3)
                                .addInt64Data(1_000_000)
                                .addInt64Data(1_000_000)
                                .addInt64Data(1_000_000))
                        .setNode(
                                producer(graph, "/Add_output_0"),
                                graph.getNode(producer(graph, "/Add_output_0")).toBuilder()
                                        .setInput(1, "ones")),
                "too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DequantizeLinear", "QLinearMatMul", "QLinearAdd", "MatMulNBits", "MatMulBnb4", "QAttention"})
    void fewBitsAreTheFirstCauseWhateverElseIsInTheWay(String operator) throws Exception {
        assertRefused(
                graph -> {
                    var output = graph.getOutput(0);
                    graph.addNode(node("Einsum", "", output.getName()))
                            .addNode(node("Conv", "", "extra Einsum"))
                            .addNode(node(operator, "com.microsoft", "extra Conv"))
                            .setOutput(0, output.toBuilder().setName("extra " + operator));
                },
                "(com.microsoft." + operator + "): the file is quantised to 8 bits");
    }

    private static NodeProto node(String operator, String domain, String input) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setDomain(domain)
                .setName("extra " + operator)
                .addInput(input)
                .addOutput("extra " + operator)
                .build();
    }

    @Test
    void anotherOperatorSetACycleAndAMissingInputAreRefused() throws Exception {
        Path file = write(model().toBuilder()
                .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(99))
                .build());
        assertThatThrownBy(() -> OnnxCheckpointReader.read(file)).hasMessageContaining("operator set 99");
        assertRefused(
                graph -> graph.setNode(
                        producer(graph, "/Add_output_0"),
                        graph.getNode(producer(graph, "/Add_output_0")).toBuilder()
                                .setInput(0, "/Add_1_output_0")),
                "cycle");
        assertRefused(graph -> graph.removeInput(1), "expected input_ids and attention_mask");
        assertRefused(graph -> graph.removeNode(producer(graph, "/lin1/Add_output_0")), "does not exist");
    }

    @Test
    void aClassifierOfAnotherShapeThanTheClassesHaveIsRefused() throws Exception {
        assertClassifierRefused(
                graph -> {
                    initializer("model.pre_classifier.weight", t -> narrow(t, 20, 32))
                            .accept(graph);
                    initializer("model.pre_classifier.bias", t -> narrow(t, 20)).accept(graph);
                    initializer("model.classifier.weight", t -> narrow(t, 6, 20))
                            .accept(graph);
                },
                "hidden layer is 20 wide, expected the hidden size 32");
        assertClassifierRefused(
                graph -> {
                    NodeProto.Builder last = graph.getNodeBuilder(producer(graph, "logits"));
                    last.setOutput(0, "sentence_embedding");
                    graph.getOutputBuilder(0).setName("sentence_embedding");
                },
                "a linear layer after the pooling is not supported");
    }

    private static void narrow(TensorProto.Builder tensor, long... shape) {
        long size = 4;
        tensor.clearDims();
        for (long axis : shape) {
            tensor.addDims(axis);
            size *= axis;
        }
        tensor.setRawData(tensor.getRawData().substring(0, (int) size));
    }

    private void assertClassifierRefused(Consumer<GraphProto.Builder> change, String reason) throws Exception {
        ModelProto.Builder model = ModelProto.parseFrom(
                Files.readAllBytes(OnnxReferenceTest.folder().resolve("distilbert-classifier-opset17.onnx")))
                .toBuilder();
        change.accept(model.getGraphBuilder());
        Path file = write(model.build());
        assertThatThrownBy(() -> OnnxCheckpointReader.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void textAndEmptyFilesAreRefused() throws IOException {
        for (String content : new String[] {"", "version https://git-lfs.github.com/spec/v1\n", "<html></html>"}) {
            Path file = Files.writeString(folder.resolve("text.onnx"), content);
            assertThatThrownBy(() -> OnnxCheckpointReader.read(file))
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining("not an ONNX file");
        }
    }

    @Test
    void externalDataIsReadInsideTheFolderAndRefusedOutside() throws Exception {
        byte[] weights = tensor(model().getGraph(), WORDS).getRawData().toByteArray();
        Path inside = Files.createDirectories(folder.resolve("model"));
        Files.write(inside.resolve("weights.bin"), weights);
        Files.write(folder.resolve("outside.bin"), weights);
        Files.createSymbolicLink(inside.resolve("link.bin"), folder.resolve("outside.bin"));

        OnnxImport read = OnnxCheckpointReader.read(external(inside, "weights.bin"));

        OnnxImport plain = OnnxCheckpointReader.read(write(model()));
        assertThat(read.checkpoint().weight("embeddings.word").toArray())
                .isEqualTo(plain.checkpoint().weight("embeddings.word").toArray());
        assertExternalRefused(inside, "../outside.bin", "leads out");
        assertExternalRefused(inside, folder.resolve("outside.bin").toString(), "not a relative path");
        assertExternalRefused(inside, "link.bin", "a link that leads out");
        assertExternalRefused(inside, "none.bin", "is missing");
        assertExternalRefused(inside, "", "not a relative path");
    }

    private static void assertExternalRefused(Path inside, String location, String reason) throws Exception {
        Path file = external(inside, location);
        assertThatThrownBy(() -> OnnxCheckpointReader.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(WORDS)
                .hasMessageContaining(reason);
    }

    private static Path external(Path inside, String location) throws Exception {
        GraphProto.Builder graph = model().getGraph().toBuilder();
        initializer(
                        WORDS,
                        t -> t.setRawData(ByteString.EMPTY)
                                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                .addExternalData(StringStringEntryProto.newBuilder()
                                        .setKey("location")
                                        .setValue(location)))
                .accept(graph);
        return Files.write(
                inside.resolve("model.onnx"),
                model().toBuilder().setGraph(graph).build().toByteArray());
    }

    private void assertRefused(Consumer<GraphProto.Builder> change, String reason) throws Exception {
        GraphProto.Builder graph = model().getGraph().toBuilder();
        change.accept(graph);
        Path file = write(model().toBuilder().setGraph(graph).build());
        assertThatThrownBy(() -> OnnxCheckpointReader.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    private Path write(ModelProto model) throws IOException {
        return Files.write(folder.resolve("altered.onnx"), model.toByteArray());
    }

    private static ModelProto model() throws Exception {
        return ModelProto.parseFrom(
                Files.readAllBytes(OnnxReferenceTest.folder().resolve("distilbert-2022-opset13.onnx")));
    }

    private static int producer(GraphProto.Builder graph, String value) {
        for (int at = 0; at < graph.getNodeCount(); at++) {
            if (graph.getNode(at).getOutputList().contains(value)) {
                return at;
            }
        }
        throw new AssertionError("no node makes " + value);
    }

    private static Consumer<GraphProto.Builder> constant(String value, float number) {
        return graph -> {
            int at = producer(graph, value);
            NodeProto.Builder node = graph.getNode(at).toBuilder();
            TensorProto.Builder tensor =
                    node.getAttribute(0).getT().toBuilder().clearRawData().addFloatData(number);
            graph.setNode(
                    at, node.setAttribute(0, node.getAttribute(0).toBuilder().setT(tensor)));
        };
    }

    private static TensorProto tensor(GraphProto graph, String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Consumer<GraphProto.Builder> initializer(String name, Consumer<TensorProto.Builder> change) {
        return graph -> {
            for (int at = 0; at < graph.getInitializerCount(); at++) {
                if (graph.getInitializer(at).getName().equals(name)) {
                    TensorProto.Builder tensor = graph.getInitializer(at).toBuilder();
                    change.accept(tensor);
                    graph.setInitializer(at, tensor);
                }
            }
        };
    }
}
