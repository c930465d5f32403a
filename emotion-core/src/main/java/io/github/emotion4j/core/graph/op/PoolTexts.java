package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.Pool;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** {@code [tokens, hidden]} to {@code [texts, hidden]}. */
public final class PoolTexts extends FusedOp {

    private final Pooling pooling;
    private final int width;

    /** Adds the operation to a graph. */
    public PoolTexts(SameDiff graph, Pooling pooling, int width, SDVariable x) {
        super(graph, 1, x);
        this.pooling = pooling;
        this.width = width;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {Rows.TEXTS.floats(extent, width)};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(Pool.forward(pooling, extent.texts(), width, inputs[0], outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(new Backward(sameDiff, this, gradients.get(0)).outputVariables());
    }

    private static final class Backward extends FusedOp {

        private final PoolTexts forward;

        Backward(SameDiff graph, PoolTexts forward, SDVariable dy) {
            super(graph, 1, dy);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            return new int[] {Rows.TOKENS.floats(extent, forward.width)};
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            return List.of(Pool.gradient(forward.pooling, extent.texts(), forward.width, inputs[0], outputs[0]));
        }
    }
}
