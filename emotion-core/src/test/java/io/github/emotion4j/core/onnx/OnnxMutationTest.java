package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.onnxruntime.OrtException;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.batch.TokenBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Valid files, altered at random: what is read gives the numbers that onnxruntime gives for the altered file, and the rest is refused. The seed of a
 * failure is in its message.
 */
class OnnxMutationTest {

    private static final int TRIALS = Integer.getInteger("emotion.mutations", 20);

    private static final List<List<String>> KINDS = List.of(
            List.of("Add", "Sub", "Mul", "Div", "Max", "Min"),
            List.of("Erf", "Tanh", "Sigmoid", "Relu"),
            List.of("Sqrt", "Exp", "Abs", "Neg"),
            List.of("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"),
            List.of("And", "Or", "Xor"),
            List.of("ReduceMean", "ReduceSum", "ReduceMax"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "distilbert-2022-opset11",
                "distilbert-eager-opset14",
                "distilbert-sdpa-dynamo-opset18",
                "distilbert-classifier-opset17",
                "bert-opset14",
                "bert-opset17",
                "roberta-opset14",
                "albert-opset14",
                "mpnet-opset14"
            })
    void anAlteredFileGivesItsOwnNumbersOrIsRefused(String name) throws Exception {
        Path original = OnnxReferenceTest.folder().resolve(name + ".onnx");
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(original));
        int read = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            long seed = 1000L * name.hashCode() + trial;
            byte[] mutant = mutate(model, Files.readAllBytes(original), new Random(seed));
            Path file = Files.write(folder.resolve("mutant.onnx"), mutant);
            OnnxImport found;
            try {
                found = OnnxCheckpointReader.read(file);
            } catch (InvalidModelException refused) {
                assertThat(refused).hasMessageContaining("mutant.onnx");
                continue;
            } catch (RuntimeException | Error crash) {
                fail("%s, seed %d: %s", name, seed, crash);
                continue;
            }
            read++;
            compare(name, seed, found, mutant);
        }
        // the checks above mean something only if a fair part is read, and a fair part refused
        assertThat(read).as("mutants of %s that were read", name).isBetween(1, TRIALS - 1);
    }

    private static void compare(String name, long seed, OnnxImport found, byte[] mutant) {
        var config = found.checkpoint().config();
        boolean head = found.checkpoint().head().isPresent();
        try (Encoder encoder = Encoder.of(found.checkpoint())) {
            for (TokenBatch batch : new TokenBatch[] {
                batch(seed, 2, 5, config.vocabularySize()),
                batch(seed, 1, config.maxPositions(), config.vocabularySize())
            }) {
                float[] expected;
                try (var runner = new OnnxRunner(mutant)) {
                    expected = runner.run(batch);
                } catch (OrtException | RuntimeException notRunnable) {
                    return; // a file that onnxruntime does not run has no numbers to be wrong about
                }
                float[] actual =
                        head ? encoder.logits(batch, found.pooling().orElseThrow()) : encoder.hiddenStates(batch);
                assertThat(actual).as("%s, seed %d", name, seed).hasSize(expected.length);
                for (int i = 0; i < actual.length; i++) {
                    boolean padding = !head && batch.mask()[i / config.hiddenSize()] == 0;
                    boolean close = Math.abs(actual[i] - expected[i]) <= 1e-4 * Math.max(1, Math.abs(expected[i]));
                    if (Float.isFinite(expected[i]) && !padding && !close) {
                        fail(
                                "%s, seed %d: element %d is %s, onnxruntime says %s",
                                name, seed, i, actual[i], expected[i]);
                    }
                }
            }
        }
    }

    private static TokenBatch batch(long seed, int rows, int length, int vocabulary) {
        var random = new Random(seed);
        int[] ids = random.ints(rows * length, 0, vocabulary).toArray();
        int[] mask = new int[rows * length];
        for (int row = 0; row < rows; row++) {
            int real = 1 + random.nextInt(length);
            Arrays.fill(mask, row * length, row * length + real, 1);
        }
        return new TokenBatch(rows, length, ids, mask, new int[rows * length]);
    }

    private static byte[] mutate(ModelProto model, byte[] original, Random random) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        int at = random.nextInt(graph.getNodeCount());
        NodeProto node = graph.getNode(at);
        switch (random.nextInt(9)) {
            case 0 -> {
                byte[] bytes = original.clone();
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return bytes;
            }
            case 1 -> graph.removeNode(at);
            case 2 -> {
                if (node.getInputCount() > 1) {
                    graph.setNode(
                            at, node.toBuilder().setInput(0, node.getInput(1)).setInput(1, node.getInput(0)));
                }
            }
            case 3 -> {
                NodeProto other = graph.getNode(random.nextInt(at + 1));
                if (node.getInputCount() > 0 && other.getOutputCount() > 0) {
                    graph.setNode(
                            at, node.toBuilder().setInput(random.nextInt(node.getInputCount()), other.getOutput(0)));
                }
            }
            case 4 -> alterConstant(graph, at, random);
            case 5 -> replaceOperator(graph, random);
            case 6 -> swapWeights(graph, random);
            case 7 -> {
                if (node.getInputCount() > 1) {
                    // one side of a sum, a residual connection or a bias, is left out; or a scale, or a mask
                    graph.setNode(
                            at,
                            NodeProto.newBuilder()
                                    .setOpType("Identity")
                                    .addInput(node.getInput(random.nextInt(2)))
                                    .addOutput(node.getOutput(0)));
                }
            }
            default -> alterInitializer(graph, random);
        }
        return model.toBuilder().setGraph(graph).build().toByteArray();
    }

    /** Puts another operator of the same form in the place of one. */
    private static void replaceOperator(GraphProto.Builder graph, Random random) {
        for (int at = random.nextInt(graph.getNodeCount()); at < graph.getNodeCount(); at++) {
            NodeProto.Builder node = graph.getNodeBuilder(at);
            for (List<String> kind : KINDS) {
                if (kind.contains(node.getOpType())) {
                    node.setOpType(kind.get(random.nextInt(kind.size())));
                    return;
                }
            }
        }
    }

    /** Gives a stored tensor the name of another of its shape. */
    private static void swapWeights(GraphProto.Builder graph, Random random) {
        TensorProto.Builder one = graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
        TensorProto.Builder other = graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
        if (one.getDimsList().equals(other.getDimsList())) {
            String name = one.getName();
            one.setName(other.getName());
            other.setName(name);
        }
    }

    /** Changes one element of the first constant at or after a node, or an integer attribute. */
    private static void alterConstant(GraphProto.Builder graph, int from, Random random) {
        for (int at = from; at < graph.getNodeCount(); at++) {
            NodeProto node = graph.getNode(at);
            for (int a = 0; a < node.getAttributeCount(); a++) {
                AttributeProto.Builder attribute = node.getAttribute(a).toBuilder();
                if (attribute.hasT() && !attribute.getT().getRawData().isEmpty()) {
                    attribute.setT(altered(attribute.getT(), random));
                } else if (attribute.getIntsCount() > 0) {
                    attribute.setInts(0, attribute.getInts(0) + 1);
                } else if (attribute.getType() == AttributeProto.AttributeType.INT) {
                    attribute.setI(attribute.getI() + (random.nextBoolean() ? 1 : -1));
                } else if (attribute.getType() == AttributeProto.AttributeType.FLOAT) {
                    attribute.setF(attribute.getF() * 1.5f + 1e-3f);
                } else {
                    continue;
                }
                graph.setNode(at, node.toBuilder().setAttribute(a, attribute));
                return;
            }
        }
    }

    private static void alterInitializer(GraphProto.Builder graph, Random random) {
        int at = random.nextInt(graph.getInitializerCount());
        TensorProto tensor = graph.getInitializer(at);
        if (!tensor.getRawData().isEmpty()) {
            graph.setInitializer(at, altered(tensor, random));
        }
    }

    private static TensorProto altered(TensorProto tensor, Random random) {
        byte[] bytes = tensor.getRawData().toByteArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return tensor.toBuilder().setRawData(ByteString.copyFrom(bytes)).build();
    }
}
