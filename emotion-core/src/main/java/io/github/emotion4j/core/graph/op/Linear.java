package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.LinearForward;
import io.github.emotion4j.core.graph.kernel.LinearInputGradient;
import io.github.emotion4j.core.graph.kernel.LinearWeightGradient;
import io.github.emotion4j.core.graph.kernel.Multiplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * {@code y = activation(x Wᵀ + b)}. Inputs: x {@code [rows, in]}, W {@code [out, in]}, b {@code [out]}. Outputs: y {@code [rows, out]} and, with an
 * activation, the product {@code x Wᵀ} for the backward pass.
 */
public final class Linear extends FusedOp {

    private final Rows rows;
    private final int in;
    private final int out;
    private final Optional<Activation> activation;
    private final Multiplier multiplier;

    /** Adds the operation to a graph. */
    public Linear(
            SameDiff graph,
            Rows rows,
            int in,
            int out,
            Optional<Activation> activation,
            Multiplier multiplier,
            SDVariable x,
            SDVariable weight,
            SDVariable bias) {
        super(graph, activation.isPresent() ? 2 : 1, x, weight, bias);
        this.rows = rows;
        this.in = in;
        this.out = out;
        this.activation = activation;
        this.multiplier = multiplier;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        int size = rows.floats(extent, out);
        return activation.isPresent() ? new int[] {size, size} : new int[] {size};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        Floats product = outputs.length > 1 && outputs[1] != null ? outputs[1] : outputs[0];
        return List.of(new LinearForward(
                rows.count(extent),
                in,
                out,
                activation,
                multiplier,
                inputs[0],
                inputs[1],
                inputs[2],
                product,
                outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        SDVariable product = activation.isPresent() ? outputVariables()[1] : arg(0);
        var backward = new Backward(sameDiff, this, arg(0), arg(1), arg(2), product, gradients.get(0));
        return List.of(backward.outputVariables()).subList(0, 3);
    }

    /** Outputs: dx, dW, db and, with an activation, dz. */
    private static final class Backward extends FusedOp {

        private final Linear forward;

        Backward(SameDiff graph, Linear forward, SDVariable... inputs) {
            super(graph, forward.activation.isPresent() ? 4 : 3, inputs);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            int[] sizes = {
                forward.rows.floats(extent, forward.in),
                forward.out * forward.in,
                forward.out,
                forward.rows.floats(extent, forward.out)
            };
            return java.util.Arrays.copyOf(sizes, getNumOutputs());
        }

        @Override
        public boolean needsOutput(int output) {
            return output == 3;
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            int rows = forward.rows.count(extent);
            Floats dy = inputs[4];
            Floats dz = forward.activation.isPresent() ? outputs[3] : dy;
            var kernels = new ArrayList<Kernel>();
            if (forward.activation.isPresent() || outputs[0] != null) {
                kernels.add(new LinearInputGradient(
                        rows,
                        forward.in,
                        forward.out,
                        forward.activation,
                        forward.multiplier,
                        inputs[1],
                        inputs[2],
                        inputs[3],
                        dy,
                        dz,
                        outputs[0]));
            }
            if (outputs[1] != null) {
                kernels.add(new LinearWeightGradient(
                        rows, forward.in, forward.out, forward.multiplier, inputs[0], dz, outputs[1], outputs[2]));
            }
            return kernels;
        }
    }
}
