package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.onnx.run.Inputs;
import io.github.emotion4j.core.onnx.run.Interpreter;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.List;
import java.util.Map;

/**
 * The proof that a graph is an encoder, by running both on the same texts.
 *
 * @param hidden name of the value in the graph that must be the encoder's hidden states
 * @param claims further values, and what they must be
 */
record Proof(String hidden, Map<String, Claim> claims) {

    /** What a value of a graph must be equal to. */
    @FunctionalInterface
    interface Claim {
        float[] expected(Encoder encoder, TokenBatch batch);
    }

    /** Logits of a classifier. */
    static Claim logits(Pooling pooling) {
        return (encoder, batch) -> encoder.logits(batch, pooling);
    }

    /** Probabilities of a classifier's labels. */
    static Claim probabilities(Pooling pooling) {
        return (encoder, batch) -> Task.softmax(encoder.logits(batch, pooling), batch.rows());
    }

    /** One vector a text. */
    static Claim vectors(Pooled pooled) {
        return (encoder, batch) -> {
            float[] vectors = encoder.features(batch, pooled.pooling());
            return pooled.normalised() ? Pooled.normalise(vectors, batch.rows()) : vectors;
        };
    }

    /**
     * Compares on all probes.
     *
     * @throws Refusal naming the first value that differs
     */
    void require(Interpreter graph, Inputs inputs, Checkpoint checkpoint, List<TokenBatch> probes, Precision precision) {
        try (Encoder encoder = Encoder.of(checkpoint)) {
            for (TokenBatch probe : probes) {
                Map<String, Value> found = graph.run(inputs.values(probe));
                boolean[] real = Probes.real(probe, checkpoint.config().hiddenSize());
                float[] states = found.get(hidden).floats();
                double worst = Difference.worst(states, encoder.hiddenStates(probe), i -> real[i]);
                if (!(worst <= precision.states())) {
                    throw new Refusal("hidden states '" + hidden + "' differ by " + worst + " on " + probe.rows() + " x "
                            + probe.length() + " tokens from those of the encoder with these weights");
                }
                claims.forEach((name, claim) -> {
                    double off = Difference.worst(found.get(name).floats(), claim.expected(encoder, probe));
                    if (!(off <= precision.states())) {
                        throw new Refusal("'" + name + "' differs by " + off + " on " + probe.rows() + " x "
                                + probe.length() + " tokens from what the encoder gives");
                    }
                });
            }
        }
    }
}
