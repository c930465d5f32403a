package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.run.Inputs;
import io.github.emotion4j.core.onnx.run.Interpreter;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Skeleton;
import io.github.emotion4j.core.onnx.trace.Trace;
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

    /** The most positions whose mask is tried at full length; see {@code Shape.MAX_ELEMENTS}. */
    private static final int MAX_POSITIONS = 2048;

    /**
     * Recognises a graph by one of its outputs.
     *
     * @param output the output's name
     * @param place the file, for messages
     * @param labels names of the logits, in order; ignored if there is no classifier
     * @throws Refusal if it is no encoder that is supported
     */
    public static Recognition of(OnnxGraph graph, String output, String place, Optional<Labels> labels) {
        Precision precision = graph.isHalf() ? Precision.HALF : Precision.SINGLE;
        Inputs inputs = Inputs.of(graph);
        var probes = new Probes(graph, inputs);
        TokenBatch first = probes.first();
        var activations = new Activations(graph, inputs.values(first), precision);
        Sight main = Sight.of(graph, inputs, output, first, activations);
        Proposal proposal = Proposal.of(main.skeleton, main.match, first, activations);
        int positions = proposal.config().maxPositions();
        if (positions > MAX_POSITIONS) {
            throw new Refusal(positions + " positions; at most " + MAX_POSITIONS + " are supported");
        }
        var others = new LinkedHashMap<String, Optional<Sight>>();
        graph.outputs().stream()
                .filter(other -> !other.equals(output))
                .forEach(other -> others.put(other, further(graph, inputs, other, first, activations)));
        // beside hidden states, an output of pooled vectors says how they are pooled
        Optional<String> vectors = others.keySet().stream()
                .filter(name -> main.match.pooled().isEmpty()
                        && others.get(name).filter(Sight::isPooled).isPresent())
                .findFirst();
        Optional<Pooled> pooled =
                vectors.map(name -> others.get(name).orElseThrow().match.pooled()).orElse(main.match.pooled());
        Checkpoint checkpoint = proposal.load(place, labels);
        var claims = new HashMap<String, Proof.Claim>();
        switch (main.match.kind()) {
            case LOGITS -> claims.put(output, Proof.logits(pooled.orElseThrow().pooling()));
            case PROBABILITIES -> claims.put(output, Proof.probabilities(pooled.orElseThrow().pooling()));
            case POOLED -> claims.put(output, Proof.vectors(pooled.orElseThrow()));
            default -> vectors.ifPresent(name -> claims.put(name, Proof.vectors(pooled.orElseThrow())));
        }
        String hidden = main.skeleton.hidden().outputName();
        var values = new ArrayList<>(claims.keySet());
        values.add(hidden);
        new Proof(hidden, claims)
                .require(new Interpreter(graph, values), inputs, checkpoint, probes.all(proposal.config()), precision);
        return new Recognition(
                checkpoint,
                pooled.map(Pooled::pooling),
                pooled.filter(Pooled::normalised).isPresent(),
                notes(main, others, pooled.filter(Pooled::normalised).isPresent()));
    }

    /** What another output is, if that can be told; it is not used, so it may be anything. */
    private static Optional<Sight> further(
            OnnxGraph graph, Inputs inputs, String output, TokenBatch batch, Activations activations) {
        try {
            return Optional.of(Sight.of(graph, inputs, output, batch, activations));
        } catch (Refusal unknown) {
            return Optional.empty();
        }
    }

    /** What of the file the checkpoint does not hold. */
    private static List<String> notes(Sight main, Map<String, Optional<Sight>> others, boolean normalised) {
        var notes = new ArrayList<String>();
        String leftOut = main.match.kind().leftOut();
        if (!leftOut.isEmpty()) {
            notes.add(leftOut + " was cut off");
        }
        if (normalised) {
            notes.add("the division of a text's vector by its length was left out");
        }
        others.forEach((name, other) -> notes.add("output '" + name + "' was left out"
                + other.map(known -> " (" + known.match.kind().toString().toLowerCase(Locale.ROOT) + ")")
                        .orElse("")));
        return notes;
    }

    /** What one batch shows of an output. */
    private record Sight(Skeleton skeleton, OutputMatch match) {

        static Sight of(OnnxGraph graph, Inputs inputs, String output, TokenBatch batch, Activations activations) {
            var trace = new Trace(graph.inputs().keySet(), batch.rows());
            Value value = new Interpreter(graph, List.of(output)).run(inputs.values(batch), trace).get(output);
            Skeleton skeleton = Skeleton.of(trace);
            return new Sight(skeleton, OutputMatch.of(output, value, skeleton, batch, activations));
        }

        boolean isPooled() {
            return match.kind() == OutputKind.POOLED;
        }
    }
}
