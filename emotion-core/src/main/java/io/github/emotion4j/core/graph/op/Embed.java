package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.EmbedForward;
import io.github.emotion4j.core.graph.kernel.EmbedGradient;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Sum of the embeddings of every token {@code [tokens, hidden]}. Inputs: word, position and, if there is one, segment table. The ids come with the
 * pass, because ND4J's own gather has a wrong gradient for ids that repeat.
 */
public final class Embed extends FusedOp {

    private final int width;
    private final int[] tableRows;

    /**
     * Adds the operation to a graph.
     *
     * @param tableRows rows of each table
     */
    public Embed(SameDiff graph, int width, int[] tableRows, SDVariable... tables) {
        super(graph, 1, tables);
        this.width = width;
        this.tableRows = tableRows;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {Rows.TOKENS.floats(extent, width)};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        Floats types = inputs.length > 2 ? inputs[2] : null;
        return List.of(new EmbedForward(extent.tokens(), width, inputs[0], inputs[1], types, outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(new Backward(sameDiff, this, gradients.get(0)).outputVariables());
    }

    /** Outputs: one gradient a table. */
    private static final class Backward extends FusedOp {

        private final Embed forward;

        Backward(SameDiff graph, Embed forward, SDVariable dy) {
            super(graph, forward.tableRows.length, dy);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            return IntStream.of(forward.tableRows)
                    .map(rows -> rows * forward.width)
                    .toArray();
        }

        @Override
        public boolean needsOutput(int output) {
            return true;
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            return EmbedGradient.kernels(
                    forward.width, inputs[0], outputs[0], outputs[1], outputs.length > 2 ? outputs[2] : null);
        }
    }
}
