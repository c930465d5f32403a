package io.github.emotion4j.core.onnx;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.hub.HubConfig;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.proof.Recognition;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
     * Reads a file. What the file does not hold is taken from a {@code config.json} beside it or one folder up: labels, dropout, and constants such as
     * the width of a window. Without one, labels are read from the file itself if it is of our own export.
     *
     * @throws InvalidModelException if the file is damaged or is not such an encoder
     * @throws IOException if it cannot be read
     */
    public static OnnxImport read(Path file) throws IOException {
        Optional<Path> config = configNear(file);
        return read(file, config, config.isPresent() ? HubConfig.readLabels(config.get()) : Optional.empty());
    }

    /**
     * Reads a file whose labels are known.
     *
     * @param labels names of the logits, in order; ignored if the file has no classifier
     */
    public static OnnxImport read(Path file, Optional<Labels> labels) throws IOException {
        return read(file, configNear(file), labels);
    }

    private static OnnxImport read(Path file, Optional<Path> config, Optional<Labels> labels) throws IOException {
        long start = System.nanoTime();
        String place = file.toString();
        try {
            OnnxGraph graph = OnnxGraph.read(file);
            place = file + " (" + graph.exporter() + ")";
            return read(graph, place, config, labels, start);
        } catch (Refusal refusal) {
            throw new InvalidModelException(place + ": " + refusal.getMessage(), refusal);
        } catch (InvalidModelException e) {
            throw e;
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            // a record's own check, such as "hidden size is not a multiple of heads"
            throw new InvalidModelException(place + ": " + e.getMessage(), e);
        }
    }

    private static OnnxImport read(
            OnnxGraph graph, String place, Optional<Path> config, Optional<Labels> labels, long start)
            throws IOException {
        String output = mainOutput(graph);
        Optional<EncoderConfig> known = Optional.empty();
        Optional<InvalidModelException> unknown = Optional.empty();
        try {
            known = config.isPresent()
                    ? Optional.of(HubConfig.read(config.get()).encoder())
                    : known;
        } catch (InvalidModelException family) {
            unknown = Optional.of(family); // of a family that is not supported; perhaps in name only
        }
        Recognition found;
        try {
            found = Recognition.of(graph, output, known, labels.or(graph::labels), place);
        } catch (Refusal refusal) {
            throw unknown.<RuntimeException>map(family -> family).orElse(refusal);
        }
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

    private static Optional<Path> configNear(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return Stream.of(folder, folder.getParent())
                .filter(Objects::nonNull)
                .map(place -> place.resolve("config.json"))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
