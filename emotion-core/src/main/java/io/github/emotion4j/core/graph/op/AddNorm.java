package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.AddNormForward;
import io.github.emotion4j.core.graph.kernel.AddNormGradient;
import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * {@code y = LayerNorm(dropout(x) + residual)}. Inputs: x, gain and, as far as there are, bias and residual. Outputs: y, the normalised values, and the
 * inverse standard deviation of each row.
 */
public final class AddNorm extends FusedOp {

    private final Rows rows;
    private final int width;
    private final double epsilon;
    private final Dropout dropout;
    private final boolean bias;
    private final boolean residual;

    /**
     * Adds the operation to a graph.
     *
     * @param bias whether the inputs have one behind x and gain
     * @param residual whether the last input is one
     */
    public AddNorm(
            SameDiff graph,
            Rows rows,
            int width,
            double epsilon,
            Dropout dropout,
            boolean bias,
            boolean residual,
            SDVariable... inputs) {
        super(graph, 3, inputs);
        this.bias = bias;
        this.residual = residual;
        this.rows = rows;
        this.width = width;
        this.epsilon = epsilon;
        this.dropout = dropout;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        int count = rows.count(extent);
        int size = rows.floats(extent, width);
        return new int[] {size, size, count};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(new AddNormForward(
                rows.count(extent),
                width,
                epsilon,
                dropout,
                inputs[0],
                residual ? inputs[inputs.length - 1] : null,
                inputs[1],
                bias ? Optional.of(inputs[2]) : Optional.empty(),
                outputs[0],
                outputs[1],
                outputs[2]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        SDVariable[] own = outputVariables();
        SDVariable[] back = new Backward(sameDiff, this, own[1], own[2], arg(1), gradients.get(0)).outputVariables();
        SDVariable dx = dropout.active() ? back[4] : back[0];
        var all = new ArrayList<>(List.of(dx, back[1]));
        if (bias) {
            all.add(back[2]);
        }
        if (residual) {
            all.add(back[0]);
        }
        return all;
    }

    /** Outputs: gradient of the sum, of the gain, of the bias, partial sums and, with dropout, the gradient of x. */
    private static final class Backward extends FusedOp {

        private final AddNorm forward;

        Backward(SameDiff graph, AddNorm forward, SDVariable... inputs) {
            super(graph, forward.dropout.active() ? 5 : 4, inputs);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            int count = forward.rows.count(extent);
            int size = forward.rows.floats(extent, forward.width);
            int[] sizes = {size, forward.width, forward.width, AddNormGradient.partials(count, forward.width), size};
            return java.util.Arrays.copyOf(sizes, getNumOutputs());
        }

        @Override
        public boolean needsOutput(int output) {
            return output == 3;
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            return AddNormGradient.kernels(
                    forward.rows.count(extent),
                    forward.width,
                    forward.dropout,
                    inputs[0],
                    inputs[1],
                    inputs[2],
                    inputs[3],
                    outputs[0],
                    outputs.length > 4 ? outputs[4] : null,
                    outputs[1],
                    forward.bias ? Optional.ofNullable(outputs[2]) : Optional.empty(),
                    outputs[3]);
        }
    }
}
