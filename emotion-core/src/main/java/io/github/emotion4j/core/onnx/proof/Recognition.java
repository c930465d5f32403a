package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.run.Inputs;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a graph was found and proven to be.
 *
 * @param checkpoint configuration, weights, perhaps a head
 * @param pooling how the file makes one vector of a text, where it does
 * @param normalised whether the file divides that vector by its Euclidean length
 * @param notes what was left out
 */
public record Recognition(Checkpoint checkpoint, Optional<Pooling> pooling, boolean normalised, List<String> notes) {

    /**
     * Recognises a graph by one of its outputs.
     *
     * @param output the output's name
     * @param config of the encoder, as a {@code config.json} says; without it, it is guessed
     * @param labels names of the logits, in order; ignored if there is no classifier
     * @param place the file, for messages
     * @throws Refusal if it is no encoder that is supported
     */
    public static Recognition of(
            OnnxGraph graph, String output, Optional<EncoderConfig> config, Optional<Labels> labels, String place) {
        Tolerance tolerance = graph.isHalf() ? Tolerance.HALF : Tolerance.SINGLE;
        Inputs inputs = Inputs.of(graph);
        var probes = new Probes(graph, inputs);
        TokenBatch first = probes.first();
        var activations = new Activations(graph, inputs.values(first), tolerance);
        // a file for texts of one length may hold fewer positions than its configuration says
        Optional<EncoderConfig> known = config.filter(
                c -> inputs.length().isEmpty() || !(c.embeddings().positions() instanceof Positions.Learned));
        Sight main = Sight.of(graph, output, known, first, activations, place);
        Checkpoint checkpoint = main.load(labels, place);
        activations.require(main.weights().activations());
        var others = new LinkedHashMap<String, Optional<OutputMatch>>();
        for (String other : graph.outputs()) {
            if (!other.equals(output)) {
                others.put(other, further(graph, other, known, first, activations, place));
            }
        }
        var proven = new HashMap<String, OutputMatch>();
        if (main.output().isComputable()) {
            proven.put(output, main.output());
        }
        // beside hidden states, an output of pooled vectors says how they are pooled
        Optional<String> vectors = others.keySet().stream()
                .filter(name -> main.output().pooled().isEmpty())
                .filter(name -> others.get(name)
                        .filter(o -> o.kind() == OutputKind.POOLED)
                        .isPresent())
                .findFirst();
        vectors.ifPresent(name -> proven.put(name, others.get(name).orElseThrow()));
        new Proof(graph, inputs, checkpoint, main.weights().norms(), tolerance)
                .require(probes.all(main.config()), proven);
        Optional<Pooled> pooled = vectors.map(name -> proven.get(name).pooled())
                .orElse(main.output().pooled());
        boolean normalised = pooled.filter(Pooled::normalised).isPresent();
        return new Recognition(
                checkpoint,
                pooled.map(Pooled::pooling),
                normalised,
                notes(main.output().kind(), others, normalised));
    }

    /** What another output is, if that can be told; it is not read, so it may be anything. */
    private static Optional<OutputMatch> further(
            OnnxGraph graph,
            String output,
            Optional<EncoderConfig> config,
            TokenBatch batch,
            Activations activations,
            String place) {
        try {
            return Optional.of(
                    Sight.of(graph, output, config, batch, activations, place).output());
        } catch (Refusal | InvalidModelException unknown) {
            return Optional.empty();
        }
    }

    /** What of the file the checkpoint does not hold. */
    private static List<String> notes(OutputKind kind, Map<String, Optional<OutputMatch>> others, boolean normalised) {
        var notes = new ArrayList<String>();
        if (!kind.leftOut().isEmpty()) {
            notes.add(kind.leftOut() + " was cut off");
        }
        if (normalised) {
            notes.add("the division of a text's vector by its length was left out");
        }
        others.forEach((name, other) -> notes.add("output '" + name + "' was left out"
                + other.map(known -> " (" + known.kind().toString().toLowerCase(Locale.ROOT) + ")")
                        .orElse("")));
        return notes;
    }
}
