package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.graph.kernel.EmbedForward;
import io.github.emotion4j.core.graph.kernel.EmbedGradient;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Sum of the embeddings of every token {@code [tokens, width]}. Inputs: word and, as far as there are, position and segment table. The ids come with the
 * pass, because ND4J's own gather has a wrong gradient for ids that repeat.
 */
public final class Embed extends FusedOp {

    private final Embeddings part;

    /** Adds the operation to a graph. */
    public Embed(SameDiff graph, Embeddings part, SDVariable... tables) {
        super(graph, 1, tables);
        this.part = part;
    }

    private EmbedForward.Tables tables(Floats[] memory) {
        boolean positions = !(part.positions() instanceof Positions.None);
        return new EmbedForward.Tables(
                part.width(),
                memory[0],
                positions ? Optional.of(memory[1]) : Optional.empty(),
                part.types() > 0 ? Optional.of(memory[memory.length - 1]) : Optional.empty());
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {Rows.TOKENS.floats(extent, part.width())};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(new EmbedForward(extent.tokens(), tables(inputs), outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(new Backward(sameDiff, this, gradients.get(0)).outputVariables());
    }

    /** Outputs: one gradient a table. */
    private static final class Backward extends FusedOp {

        private final Embed forward;

        Backward(SameDiff graph, Embed forward, SDVariable dy) {
            super(graph, forward.args().length, dy);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            Embeddings part = forward.part;
            int positions = part.positions() instanceof Positions.None
                    ? 0
                    : part.positions().rows();
            return IntStream.of(part.vocabularySize(), positions, part.types())
                    .filter(rows -> rows > 0)
                    .map(rows -> rows * part.width())
                    .toArray();
        }

        @Override
        public boolean needsOutput(int output) {
            return true;
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            return EmbedGradient.kernels(forward.part, inputs[0], forward.tables(outputs));
        }
    }
}
