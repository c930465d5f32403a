package io.github.emotion4j.core.graph;

import static io.github.emotion4j.core.checkpoint.WeightNames.POSITIONS;
import static io.github.emotion4j.core.checkpoint.WeightNames.TYPES;
import static io.github.emotion4j.core.checkpoint.WeightNames.WORDS;

import io.github.emotion4j.core.graph.kernel.EmbedForward;
import io.github.emotion4j.core.graph.kernel.EmbedGradient;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.Packed;
import io.github.emotion4j.core.graph.kernel.Pass;
import io.github.emotion4j.core.graph.kernel.Team;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.List;

/**
 * Embeddings looked up, and their gradients scattered, outside a graph: ND4J's gather has a wrong gradient for ids that repeat. Rows of the rectangle
 * that nobody attends to are zero.
 */
final class EmbeddedRows {

    private final Engine.Model model;
    private final int width;
    private final boolean types;

    EmbeddedRows(Engine.Model model) {
        this.model = model;
        this.width = model.config().hiddenSize();
        this.types = model.config().typeVocabularySize() > 0;
    }

    /** Names of the tables. */
    List<String> tables() {
        return types ? List.of(WORDS, POSITIONS, TYPES) : List.of(WORDS, POSITIONS);
    }

    /** Sums of the embeddings of all tokens, {@code [rows * length, hidden]}. */
    float[] lookUp(TokenBatch batch) {
        Packed tokens = Packed.of(batch);
        float[] rows = new float[Math.multiplyExact(batch.rows() * batch.length(), width)];
        try (Floats packed = Floats.allocate((long) tokens.tokens() * width)) {
            Floats weights = model.weights();
            Kernel kernel = new EmbedForward(
                    tokens.tokens(),
                    width,
                    table(weights, WORDS),
                    table(weights, POSITIONS),
                    types ? table(weights, TYPES) : null,
                    packed);
            Team.shared().run(List.of(kernel), Pass.forward(tokens));
            for (int token = 0; token < tokens.tokens(); token++) {
                packed.get(token * width, rows, tokens.place(token) * width, width);
            }
        }
        return rows;
    }

    /** Adds the gradient {@code [rows * length, hidden]} of the sums up in the tables' gradients. */
    void scatter(TokenBatch batch, float[] gradient, Floats gradients, boolean accumulate) {
        Packed tokens = Packed.of(batch);
        try (Floats packed = Floats.allocate((long) tokens.tokens() * width)) {
            for (int token = 0; token < tokens.tokens(); token++) {
                packed.put(token * width, gradient, tokens.place(token) * width, width);
            }
            List<Kernel> kernels = EmbedGradient.kernels(
                    width,
                    packed,
                    table(gradients, WORDS),
                    table(gradients, POSITIONS),
                    types ? table(gradients, TYPES) : null);
            Team.shared().run(kernels, new Pass(tokens, new float[0], accumulate, 0));
        }
    }

    private Floats table(Floats memory, String name) {
        return model.layout().slice(memory, name, name);
    }
}
