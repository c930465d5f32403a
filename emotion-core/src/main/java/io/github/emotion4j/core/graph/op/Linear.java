package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.encoder.Activation;
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
 * {@code y = activation(x Wᵀ + b)}. Inputs: x {@code [rows, in]}, W {@code [out, in]} and, if there is one, b {@code [out]}. Outputs: y {@code [rows, out]} and, with an
 * activation, the product {@code x Wᵀ} for the backward pass.
 */
public final class Linear extends FusedOp {

    private final Rows rows;
    private final int in;
    private final int out;
    private final Optional<Activation> activation;
    private final Multiplier multiplier;

    /** Adds the operation to a graph: with {@code x, weight} or {@code x, weight, bias}. */
    public Linear(
            SameDiff graph,
            Rows rows,
            int in,
            int out,
            Optional<Activation> activation,
            Multiplier multiplier,
            SDVariable... inputs) {
        super(graph, activation.isPresent() ? 2 : 1, inputs);
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
                bias(inputs),
                product,
                outputs[0]));
    }

    private static Optional<Floats> bias(Floats[] inputs) {
        return inputs.length > 2 ? Optional.of(inputs[2]) : Optional.empty();
    }

    private boolean hasBias() {
        return args().length > 2;
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        SDVariable product = activation.isPresent() ? outputVariables()[1] : arg(0);
        var inputs = new ArrayList<>(List.of(gradients.get(0), product));
        inputs.addAll(List.of(args()));
        var backward = new Backward(sameDiff, this, inputs.toArray(SDVariable[]::new));
        return List.of(backward.outputVariables()).subList(0, args().length);
    }

    /** Inputs: dy, the product, then the forward operation's. Outputs: dx, dW, db if there is a bias, and, with an activation, dz. */
    private static final class Backward extends FusedOp {

        private final Linear forward;

        Backward(SameDiff graph, Linear forward, SDVariable... inputs) {
            super(graph, forward.args().length + (forward.activation.isPresent() ? 1 : 0), inputs);
            this.forward = forward;
        }

        private int dz() {
            return forward.hasBias() ? 3 : 2;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            int[] sizes = new int[getNumOutputs()];
            sizes[0] = forward.rows.floats(extent, forward.in);
            sizes[1] = forward.out * forward.in;
            if (forward.hasBias()) {
                sizes[2] = forward.out;
            }
            if (forward.activation.isPresent()) {
                sizes[dz()] = forward.rows.floats(extent, forward.out);
            }
            return sizes;
        }

        @Override
        public boolean needsOutput(int output) {
            return output == dz();
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            int rows = forward.rows.count(extent);
            Floats dy = inputs[0];
            Floats dz = forward.activation.isPresent() ? outputs[dz()] : dy;
            var kernels = new ArrayList<Kernel>();
            if (forward.activation.isPresent() || outputs[0] != null) {
                kernels.add(new LinearInputGradient(
                        rows,
                        forward.in,
                        forward.out,
                        forward.activation,
                        forward.multiplier,
                        inputs[3],
                        forward.hasBias() ? Optional.of(inputs[4]) : Optional.empty(),
                        inputs[1],
                        dy,
                        dz,
                        outputs[0]));
            }
            if (outputs[1] != null) {
                kernels.add(new LinearWeightGradient(
                        rows,
                        forward.in,
                        forward.out,
                        forward.multiplier,
                        inputs[2],
                        dz,
                        outputs[1],
                        forward.hasBias() ? Optional.ofNullable(outputs[2]) : Optional.empty()));
            }
            return kernels;
        }
    }
}
