package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.UnitLength;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** {@code y = x / |x|}, row by row, {@code [texts, width]}. */
public final class UnitVector extends FusedOp {

    private final int width;

    /** Adds the operation to a graph. */
    public UnitVector(SameDiff graph, int width, SDVariable x) {
        super(graph, 1, x);
        this.width = width;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {Rows.TEXTS.floats(extent, width)};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(UnitLength.forward(extent.texts(), width, inputs[0], outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(new Backward(sameDiff, this, arg(0), gradients.get(0)).outputVariables());
    }

    private static final class Backward extends FusedOp {

        private final UnitVector forward;

        Backward(SameDiff graph, UnitVector forward, SDVariable... inputs) {
            super(graph, 1, inputs);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            return forward.outputSizes(extent);
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            return List.of(UnitLength.gradient(extent.texts(), forward.width, inputs[0], inputs[1], outputs[0]));
        }
    }
}
