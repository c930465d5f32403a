package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Elementwise;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** {@code y = a + b}, of equal shapes: how gradients of a value that is used twice come together. */
public final class Sum extends FusedOp {

    private final FusedOp shaped;
    private final int output;

    /**
     * Adds the operation to a graph.
     *
     * @param shaped the operation one of whose outputs has the shape of the sum
     * @param output which one
     */
    public Sum(SameDiff graph, FusedOp shaped, int output, SDVariable a, SDVariable b) {
        super(graph, 1, a, b);
        this.shaped = shaped;
        this.output = output;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {shaped.outputSizes(extent)[output]};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(Elementwise.sum(Dropout.NONE, inputs[0], inputs[1], outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(gradients.get(0), gradients.get(0));
    }
}
