package io.github.emotion4j.core.graph;

import static io.github.emotion4j.core.encoder.WeightNames.POSITIONS;
import static io.github.emotion4j.core.encoder.WeightNames.TYPES;
import static io.github.emotion4j.core.encoder.WeightNames.WORDS;

import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.graph.kernel.EmbedForward;
import io.github.emotion4j.core.graph.kernel.EmbedGradient;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.Packed;
import io.github.emotion4j.core.graph.kernel.Pass;
import io.github.emotion4j.core.graph.kernel.Team;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Embeddings looked up, and their gradients scattered, outside a graph: ND4J's gather has a wrong gradient for ids that repeat. Rows of the rectangle
 * that nobody attends to are zero.
 */
final class EmbeddedRows {

    private final Engine.Model model;
    private final Embeddings part;

    EmbeddedRows(Engine.Model model) {
        this.model = model;
        this.part = model.config().embeddings();
    }

    /** Names of the tables. */
    List<String> tables() {
        return Stream.of(WORDS, POSITIONS, TYPES).filter(model.layout()::has).toList();
    }

    /** Sums of the embeddings of all tokens, {@code [rows * length, width]}. */
    float[] lookUp(TokenBatch batch) {
        Packed tokens = Packed.of(batch, part);
        int width = part.width();
        float[] rows = new float[Math.multiplyExact(batch.rows() * batch.length(), width)];
        try (Floats packed = Floats.allocate((long) tokens.tokens() * width)) {
            Kernel kernel = new EmbedForward(tokens.tokens(), tables(model.weights()), packed);
            Team.shared().run(List.of(kernel), Pass.forward(tokens));
            for (int token = 0; token < tokens.tokens(); token++) {
                packed.get(token * width, rows, tokens.place(token) * width, width);
            }
        }
        return rows;
    }

    /** Adds the gradient {@code [rows * length, width]} of the sums up in the tables' gradients. */
    void scatter(TokenBatch batch, float[] gradient, Floats gradients, boolean accumulate) {
        Packed tokens = Packed.of(batch, part);
        int width = part.width();
        try (Floats packed = Floats.allocate((long) tokens.tokens() * width)) {
            for (int token = 0; token < tokens.tokens(); token++) {
                packed.put(token * width, gradient, tokens.place(token) * width, width);
            }
            List<Kernel> kernels = EmbedGradient.kernels(part, packed, tables(gradients));
            Team.shared().run(kernels, new Pass(tokens, new float[0], accumulate, 0));
        }
    }

    private EmbedForward.Tables tables(Floats memory) {
        return new EmbedForward.Tables(
                part.width(),
                model.layout().slice(memory, WORDS, WORDS),
                table(memory, POSITIONS),
                table(memory, TYPES));
    }

    private Optional<Floats> table(Floats memory, String name) {
        return model.layout().has(name) ? Optional.of(model.layout().slice(memory, name, name)) : Optional.empty();
    }
}
