package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.GateForward;
import io.github.emotion4j.core.graph.kernel.GateGradient;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** {@code y = activation(a) * b} of the halves of x's rows: {@code [rows, 2 width]} to {@code [rows, width]}. */
public final class Gate extends FusedOp {

    private final Rows rows;
    private final int width;
    private final Activation activation;

    /** Adds the operation to a graph. */
    public Gate(SameDiff graph, Rows rows, int width, Activation activation, SDVariable x) {
        super(graph, 1, x);
        this.rows = rows;
        this.width = width;
        this.activation = activation;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {rows.floats(extent, width)};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(new GateForward(rows.count(extent), width, activation, inputs[0], outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(new Backward(sameDiff, this, arg(0), gradients.get(0)).outputVariables());
    }

    private static final class Backward extends FusedOp {

        private final Gate forward;

        Backward(SameDiff graph, Gate forward, SDVariable x, SDVariable dy) {
            super(graph, 1, x, dy);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            return new int[] {forward.rows.floats(extent, 2 * forward.width)};
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            return List.of(new GateGradient(
                    forward.rows.count(extent), forward.width, forward.activation, inputs[0], inputs[1], outputs[0]));
        }
    }
}
