package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.AttentionForward;
import io.github.emotion4j.core.graph.kernel.AttentionGradient;
import io.github.emotion4j.core.graph.kernel.AttentionShape;
import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Scaled dot-product attention within each text. Input: queries, keys and values side by side {@code [tokens, 3 hidden]}; or, where only token 0
 * asks, queries {@code [texts, hidden]} and keys and values {@code [tokens, 2 hidden]}. Outputs: context {@code [queries, hidden]}, probabilities
 * and, with dropout, what dropout left of them.
 */
public final class Attention extends FusedOp {

    private final AttentionShape shape;
    private final Dropout dropout;

    /** Adds the operation to a graph: with one input, or two if only token 0 asks. */
    public Attention(SameDiff graph, AttentionShape shape, Dropout dropout, SDVariable... inputs) {
        super(graph, dropout.active() ? 3 : 2, inputs);
        this.shape = shape;
        this.dropout = dropout;
    }

    private int contextSize(Extent extent) {
        return (shape.firstOnly() ? Rows.TEXTS : Rows.TOKENS).floats(extent, shape.hidden());
    }

    @Override
    public int[] outputSizes(Extent extent) {
        int scores = shape.scores(extent);
        return dropout.active()
                ? new int[] {contextSize(extent), scores, scores}
                : new int[] {contextSize(extent), scores};
    }

    @Override
    public boolean needsOutput(int output) {
        return true;
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(new AttentionForward(
                shape,
                extent,
                dropout,
                inputs[0],
                inputs[inputs.length - 1],
                outputs[0],
                outputs[1],
                dropout.active() ? outputs[2] : null));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        SDVariable[] own = outputVariables();
        var backward = new Backward(
                sameDiff, this, arg(0), arg(args().length - 1), own[1], own[own.length - 1], gradients.get(0));
        return List.of(backward.outputVariables()).subList(0, args().length);
    }

    /** Outputs: one gradient an input of the forward operation, then scratch for the gradient of the scores. */
    private static final class Backward extends FusedOp {

        private final Attention forward;

        Backward(SameDiff graph, Attention forward, SDVariable... inputs) {
            super(graph, forward.args().length + 1, inputs);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            int hidden = forward.shape.hidden();
            int scores = forward.shape.scores(extent);
            return forward.shape.firstOnly()
                    ? new int[] {Rows.TEXTS.floats(extent, hidden), Rows.TOKENS.floats(extent, 2 * hidden), scores}
                    : new int[] {Rows.TOKENS.floats(extent, 3 * hidden), scores};
        }

        @Override
        public boolean needsOutput(int output) {
            return true;
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            return List.of(new AttentionGradient(
                    forward.shape,
                    extent,
                    forward.dropout,
                    inputs[0],
                    inputs[1],
                    inputs[2],
                    inputs[3],
                    inputs[4],
                    outputs[0],
                    outputs[outputs.length - 2],
                    outputs[outputs.length - 1]));
        }
    }
}
