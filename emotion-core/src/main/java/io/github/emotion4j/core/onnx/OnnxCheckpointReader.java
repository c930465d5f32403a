package io.github.emotion4j.core.onnx;

import io.github.emotion4j.core.checkpoint.HubConfig;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.proof.Recognition;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a DistilBERT or BERT encoder, with the head of a classifier, out of an ONNX file of any exporter. A graph that computes anything else is
 * refused: the message names the node, what was expected there, the file and its exporter.
 *
 * <p>Stateless and thread-safe. The file must not change while the checkpoint is in use: its float32 weights are views of it.
 */
public final class OnnxCheckpointReader {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxCheckpointReader.class);

    private static final List<String> PREFERRED_OUTPUTS =
            List.of("logits", "last_hidden_state", "token_embeddings", "hidden_states");

    private OnnxCheckpointReader() {}

    /**
     * Reads a file, and its labels from a {@code config.json} beside it or one folder up, else from the file itself if it is of our own export.
     *
     * @throws InvalidModelException if the file is damaged or is not such an encoder
     * @throws IOException if it cannot be read
     */
    public static OnnxImport read(Path file) throws IOException {
        return read(file, labelsNear(file));
    }

    /**
     * Reads a file whose labels are known.
     *
     * @param labels names of the logits, in order; ignored if the file has no classifier
     */
    public static OnnxImport read(Path file, Optional<Labels> labels) throws IOException {
        long start = System.nanoTime();
        String place = file.toString();
        try {
            OnnxGraph graph = OnnxGraph.read(file);
            place = file + " (" + graph.exporter() + ")";
            return read(graph, place, labels, start);
        } catch (Refusal refusal) {
            throw new InvalidModelException(place + ": " + refusal.getMessage(), refusal);
        } catch (InvalidModelException e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            // a record's own check, such as "hidden size is not a multiple of heads"
            throw new InvalidModelException(place + ": " + e.getMessage(), e);
        }
    }

    private static OnnxImport read(OnnxGraph graph, String place, Optional<Labels> labels, long start) {
        String output = mainOutput(graph);
        Recognition found = Recognition.of(graph, output, place, labels.or(graph::labels));
        var result = new OnnxImport(
                found.checkpoint(),
                found.pooling(),
                found.normalised(),
                output,
                graph.exporter(),
                found.notes(),
                (System.nanoTime() - start) / 1e9);
        LOG.debug("{}: {}, pooling {}", place, found.checkpoint().config(), result.pooling());
        found.notes().forEach(note -> LOG.info("{}: {}", place, note));
        return result;
    }

    private static String mainOutput(OnnxGraph graph) {
        if (graph.outputs().isEmpty()) {
            throw new Refusal("the graph has no output");
        }
        return PREFERRED_OUTPUTS.stream()
                .filter(graph.outputs()::contains)
                .findFirst()
                .orElse(graph.outputs().get(0));
    }

    private static Optional<Labels> labelsNear(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        for (Path place : folder.getParent() == null ? List.of(folder) : List.of(folder, folder.getParent())) {
            Path config = place.resolve("config.json");
            if (Files.isRegularFile(config)) {
                return HubConfig.readLabels(config);
            }
        }
        return Optional.empty();
    }
}
