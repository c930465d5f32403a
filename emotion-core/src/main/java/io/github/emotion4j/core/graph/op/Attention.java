package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.encoder.Operations;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.graph.kernel.AttentionForward;
import io.github.emotion4j.core.graph.kernel.AttentionGradient;
import io.github.emotion4j.core.graph.kernel.AttentionShape;
import io.github.emotion4j.core.graph.kernel.BiasScores;
import io.github.emotion4j.core.graph.kernel.DisentangledScores;
import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.RelativeScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Attention within each text, see {@link Operations.Attention}. Inputs: queries, keys and values side by side {@code [tokens, 3 hidden]}; or, where only
 * token 0 asks, queries {@code [texts, hidden]} and keys and values {@code [tokens, 2 hidden]}; then what distances are made of. Outputs: context
 * {@code [queries, hidden]}, probabilities and, with dropout, what dropout left of them.
 */
public final class Attention extends FusedOp {

    private final AttentionShape shape;
    private final RelativePositions positions;
    private final Dropout dropout;

    /** Adds the operation to a graph: with one input, or two if only token 0 asks, and those of the relative positions. */
    public Attention(SameDiff graph, Operations.Attention attention, Dropout dropout, SDVariable... inputs) {
        super(graph, dropout.active() ? 3 : 2, inputs);
        this.shape = new AttentionShape(
                attention.hidden(), attention.heads(), attention.firstOnly(), attention.window(), (float)
                        attention.scale());
        this.positions = attention.relative();
        this.dropout = dropout;
    }

    private int projections() {
        return shape.firstOnly() ? 2 : 1;
    }

    private int contextSize(Extent extent) {
        return (shape.firstOnly() ? Rows.TEXTS : Rows.TOKENS).floats(extent, shape.hidden());
    }

    /** @param inputs of the forward operation */
    private Optional<RelativeScores> relative(Floats[] inputs, Extent extent) {
        Floats[] made = Arrays.copyOfRange(inputs, projections(), inputs.length);
        if (positions instanceof RelativePositions.Bias bias) {
            return Optional.of(new BiasScores(bias, shape.heads(), extent, made[0]));
        }
        return positions instanceof RelativePositions.Disentangled disentangled
                ? Optional.of(new DisentangledScores(shape, disentangled, extent, made))
                : Optional.empty();
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
                relative(inputs, extent),
                inputs[0],
                inputs[projections() - 1],
                outputs[0],
                outputs[1],
                dropout.active() ? outputs[2] : null));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        SDVariable[] own = outputVariables();
        var inputs = new ArrayList<>(List.of(own[1], own[own.length - 1], gradients.get(0)));
        inputs.addAll(List.of(args()));
        var backward = new Backward(sameDiff, this, inputs.toArray(SDVariable[]::new));
        return List.of(backward.outputVariables()).subList(0, args().length);
    }

    /**
     * Inputs: probabilities, what dropout left of them, the context's gradient, then the forward operation's inputs. Outputs: one gradient an input of the
     * forward operation, then that of the scores.
     */
    private static final class Backward extends FusedOp {

        private static final int OWN = 3;

        private final Attention forward;

        Backward(SameDiff graph, Attention forward, SDVariable... inputs) {
            super(graph, forward.args().length + 1, inputs);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            int hidden = forward.shape.hidden();
            int[] sizes = new int[getNumOutputs()];
            sizes[0] = forward.shape.firstOnly()
                    ? Rows.TEXTS.floats(extent, hidden)
                    : Rows.TOKENS.floats(extent, 3 * hidden);
            if (forward.shape.firstOnly()) {
                sizes[1] = Rows.TOKENS.floats(extent, 2 * hidden);
            }
            for (int i = forward.projections(); i < sizes.length - 1; i++) {
                sizes[i] = relativeSize(extent);
            }
            sizes[sizes.length - 1] = forward.shape.scores(extent);
            return sizes;
        }

        private int relativeSize(Extent extent) {
            return forward.positions instanceof RelativePositions.Bias bias
                    ? bias.buckets() * forward.shape.heads()
                    : Rows.distances((RelativePositions.Disentangled) forward.positions)
                            .floats(extent, forward.shape.hidden());
        }

        @Override
        public boolean needsOutput(int output) {
            return output < forward.projections() || output == getNumOutputs() - 1;
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            Floats[] given = Arrays.copyOfRange(inputs, OWN, inputs.length);
            Optional<RelativeScores> relative = forward.relative(given, extent);
            int projections = forward.projections();
            Floats queries = given[0];
            Floats keysAndValues = given[projections - 1];
            Floats dScores = outputs[outputs.length - 1];
            var kernels = new ArrayList<Kernel>();
            kernels.add(new AttentionGradient(
                    forward.shape,
                    extent,
                    forward.dropout,
                    relative,
                    queries,
                    keysAndValues,
                    inputs[0],
                    inputs[1],
                    inputs[2],
                    outputs[0],
                    outputs[projections - 1],
                    dScores));
            Floats[] targets = Arrays.copyOfRange(outputs, projections, outputs.length - 1);
            relative.ifPresent(
                    added -> kernels.addAll(added.gradients(forward.shape, queries, keysAndValues, dScores, targets)));
            return kernels;
        }
    }
}
