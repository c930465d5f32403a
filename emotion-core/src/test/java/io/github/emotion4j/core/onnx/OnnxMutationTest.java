package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.onnxruntime.OrtException;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.data.batch.TokenBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final int TRIALS = Integer.getInteger("emotion.mutations", 60);

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
                "bert-opset17"
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
        var encoder = new NaiveEncoder(found.checkpoint());
        int vocabulary = found.checkpoint().config().vocabularySize();
        for (TokenBatch batch : new TokenBatch[] {
            batch(seed, 2, 5, vocabulary),
            batch(seed, 1, found.checkpoint().config().maxPositions(), vocabulary)
        }) {
            float[] expected;
            try (var runner = new OnnxRunner(mutant)) {
                expected = runner.run(batch);
            } catch (OrtException | RuntimeException notRunnable) {
                return; // a file that onnxruntime does not run has no numbers to be wrong about
            }
            double[] actual = numbers(found, encoder, batch);
            assertThat(actual).as("%s, seed %d", name, seed).hasSize(expected.length);
            int width = actual.length / (found.checkpoint().head().isPresent() ? 1 : batch.rows() * batch.length());
            for (int i = 0; i < actual.length; i++) {
                if (!Float.isFinite(expected[i])) {
                    continue; // a flipped exponent overflowed float32; the double-precision oracle here does not
                }
                boolean padding = found.checkpoint().head().isEmpty() && batch.mask()[i / width] == 0;
                if (!padding && !(Math.abs(actual[i] - expected[i]) <= 1e-3 * Math.max(1, Math.abs(expected[i])))) {
                    fail("%s, seed %d: element %d is %s, onnxruntime says %s", name, seed, i, actual[i], expected[i]);
                }
            }
        }
    }

    private static double[] numbers(OnnxImport found, NaiveEncoder encoder, TokenBatch batch) {
        var numbers = new ArrayList<Double>();
        if (found.checkpoint().head().isPresent()) {
            for (double[] row : encoder.logits(batch, found.pooling().orElseThrow())) {
                for (double value : row) {
                    numbers.add(value);
                }
            }
        } else {
            for (double[][] text : encoder.hiddenStates(batch)) {
                for (double[] token : text) {
                    for (double value : token) {
                        numbers.add(value);
                    }
                }
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static TokenBatch batch(long seed, int rows, int length, int vocabulary) {
        var random = new Random(seed);
        int[] ids = random.ints(rows * length, 0, vocabulary).toArray();
        int[] mask = new int[rows * length];
        for (int row = 0; row < rows; row++) {
            int real = 1 + random.nextInt(length);
            java.util.Arrays.fill(mask, row * length, row * length + real, 1);
        }
        return new TokenBatch(rows, length, ids, mask, new int[rows * length]);
    }

    private static byte[] mutate(ModelProto model, byte[] original, Random random) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        int at = random.nextInt(graph.getNodeCount());
        NodeProto node = graph.getNode(at);
        switch (random.nextInt(6)) {
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
            default -> alterInitializer(graph, random);
        }
        return model.toBuilder().setGraph(graph).build().toByteArray();
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
