package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Normalisation;
import io.github.emotion4j.core.encoder.ParameterShapes;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.SelfAttention;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.run.Inputs;
import io.github.emotion4j.core.onnx.run.Interpreter;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Part;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The proof that a graph is an encoder, by running both on the same texts.
 *
 * @param graph the graph
 * @param inputs its inputs
 * @param checkpoint the encoder
 * @param norms LayerNorms of the graph that are the encoder's, in order; the results of the last are the hidden states
 * @param tolerance of the file
 */
record Proof(OnnxGraph graph, Inputs inputs, Checkpoint checkpoint, List<Part.Norm> norms, Tolerance tolerance) {

    /**
     * Compares hidden states, and outputs that an encoder with its head computes.
     *
     * @param outputs by name
     * @throws Refusal naming the first that differs
     */
    void require(List<TokenBatch> probes, Map<String, OutputMatch> outputs) {
        String hidden = norms.get(norms.size() - 1).result().name();
        var wanted = new ArrayList<>(outputs.keySet());
        wanted.add(hidden);
        var interpreter = new Interpreter(graph, wanted);
        try (Encoder encoder = Encoder.of(checkpoint)) {
            for (TokenBatch probe : probes) {
                Map<String, Value> found = interpreter.run(inputs.values(probe));
                if (difference(found.get(hidden), encoder, probe) > tolerance.states()) {
                    throw firstThatDiffers(probe);
                }
                outputs.forEach((name, output) -> {
                    double off = difference(found.get(name), output, encoder, probe);
                    if (off > tolerance.states()) {
                        throw new Refusal("output '" + name + "' differs by " + (float) off + on(probe)
                                + " from what the encoder gives, though its hidden states are those of the graph");
                    }
                });
            }
        }
    }

    /** Of an output; where it is made of token 0, of texts whose token 0 is none of padding. */
    private double difference(Value found, OutputMatch output, Encoder encoder, TokenBatch probe) {
        if (output.kind() == OutputKind.HIDDEN_STATES) {
            return difference(found, encoder, probe);
        }
        boolean first = output.pooled().orElseThrow().pooling() == Pooling.CLS;
        int width = found.size() / probe.rows();
        return Difference.worst(
                found.floats(),
                output.computed(encoder, probe),
                i -> !first || probe.mask()[i / width * probe.length()] == 1);
    }

    /** Of hidden states at real tokens. */
    private double difference(Value found, Encoder encoder, TokenBatch probe) {
        int width = checkpoint.config().hiddenSize();
        return Difference.worst(found.floats(), encoder.hiddenStates(probe), i -> probe.mask()[i / width] == 1);
    }

    private static String on(TokenBatch probe) {
        return " on " + probe.rows() + " x " + probe.length() + " tokens";
    }

    /** Of LayerNorms behind layers the first whose results are not the encoder's; where they stand before, only the last can be compared. */
    private Refusal firstThatDiffers(TokenBatch probe) {
        int layers = checkpoint.config().layers();
        boolean behind = checkpoint.config().norm().placement() == Normalisation.Placement.AFTER;
        for (int count = behind ? 1 : layers; count <= layers; count++) {
            Part.Norm norm = behind ? norms.get(2 * count) : norms.get(norms.size() - 1);
            String name = norm.result().name();
            Value found = new Interpreter(graph, List.of(name))
                    .run(inputs.values(probe))
                    .get(name);
            try (Encoder encoder = Encoder.of(first(count))) {
                double off = difference(found, encoder, probe);
                if (off > tolerance.states()) {
                    return norm.node()
                            .refusal(
                                    "the states of layer " + count + " of " + layers
                                            + " are the first that differ from those of "
                                            + checkpoint.config().architecture()
                                            + " with these weights, by " + (float) off + on(probe)
                                            + ": positions, mask, scale, or something else of that layer is computed otherwise");
                }
            }
        }
        return new Refusal("the hidden states differ" + on(probe));
    }

    /** The encoder without its last layers. */
    private Checkpoint first(int layers) {
        EncoderConfig c = checkpoint.config();
        SelfAttention a = c.attention();
        var attention =
                new SelfAttention(a.heads(), a.bias(), a.relative(), a.windows().subList(0, layers));
        var config = new EncoderConfig(
                c.architecture(),
                c.hiddenSize(),
                layers,
                c.embeddings(),
                attention,
                c.feedForward(),
                c.norm(),
                c.sharedLayers(),
                c.dropouts(),
                c.head());
        var weights = new HashMap<String, Tensor>();
        ParameterShapes.of(config, Optional.empty())
                .keySet()
                .forEach(name -> weights.put(name, checkpoint.weight(name)));
        return new Checkpoint(config, weights, Optional.empty(), Optional.empty());
    }
}
