package io.github.emotion4j.core.onnx;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.HubConfig;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.match.OutputKind;
import io.github.emotion4j.core.onnx.match.Recognition;
import io.github.emotion4j.core.onnx.operator.Inputs;
import io.github.emotion4j.core.onnx.operator.Interpreter;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Probe;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** The most positions whose mask is tried at full length; see {@link Shape#MAX_ELEMENTS}. */
    private static final int MAX_POSITIONS = 2048;

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
        Inputs inputs = Inputs.of(graph);
        String output = mainOutput(graph);
        Recognition found = recognise(graph, inputs, output, inputs.probe(2, 3));
        int positions = found.config().maxPositions();
        if (positions > MAX_POSITIONS) {
            throw new Refusal(positions + " positions; at most " + MAX_POSITIONS + " are supported");
        }
        for (Probe probe : List.of(inputs.probe(3, Math.min(7, positions)), inputs.probe(2, positions))) {
            recognise(graph, inputs, output, probe).requireSameAs(found, probe);
        }
        var others = new LinkedHashMap<String, Optional<Recognition>>();
        graph.outputs().stream()
                .filter(other -> !other.equals(output))
                .forEach(other -> others.put(other, further(graph, inputs, other)));
        // beside hidden states, an output of pooled vectors says how they are pooled
        Recognition pooled = others.values().stream()
                .flatMap(Optional::stream)
                .filter(other -> found.pooling().isEmpty() && other.kind() == OutputKind.POOLED)
                .findFirst()
                .orElse(found);
        List<String> notes = notes(found, others, pooled.normalised());
        Checkpoint checkpoint = found.load(place, labels.or(graph::labels));
        var result = new OnnxImport(
                checkpoint,
                pooled.pooling(),
                pooled.normalised(),
                output,
                graph.exporter(),
                notes,
                (System.nanoTime() - start) / 1e9);
        LOG.debug("{}: {}, pooling {}", place, checkpoint.config(), result.pooling());
        notes.forEach(note -> LOG.info("{}: {}", place, note));
        return result;
    }

    /** What of the file the checkpoint does not hold. */
    private static List<String> notes(
            Recognition found, Map<String, Optional<Recognition>> others, boolean normalised) {
        var notes = new ArrayList<String>();
        if (!found.kind().head().isEmpty()) {
            notes.add(found.kind().head() + " was cut off");
        }
        if (normalised) {
            notes.add("the division of a text's vector by its length was left out");
        }
        others.forEach((name, other) -> notes.add("output '" + name + "' was left out"
                + other.map(known -> " (" + known.kind().toString().toLowerCase(Locale.ROOT) + ")")
                        .orElse("")));
        return notes;
    }

    private static Recognition recognise(OnnxGraph graph, Inputs inputs, String output, Probe probe) {
        Term term = new Interpreter(graph, inputs, probe).evaluate(output);
        return Recognition.of(output, term, probe, graph.isHalf());
    }

    /** What another output is, if that can be told; it is not used, so it may be anything. */
    private static Optional<Recognition> further(OnnxGraph graph, Inputs inputs, String output) {
        try {
            return Optional.of(recognise(graph, inputs, output, inputs.probe(2, 3)));
        } catch (Refusal unknown) {
            return Optional.empty();
        }
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
