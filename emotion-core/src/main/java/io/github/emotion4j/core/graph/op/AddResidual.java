package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Elementwise;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** {@code y = dropout(x) + residual}. */
public final class AddResidual extends FusedOp {

    private final Rows rows;
    private final int width;
    private final Dropout dropout;

    /** Adds the operation to a graph. */
    public AddResidual(SameDiff graph, Rows rows, int width, Dropout dropout, SDVariable x, SDVariable residual) {
        super(graph, 1, x, residual);
        this.rows = rows;
        this.width = width;
        this.dropout = dropout;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {rows.floats(extent, width)};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(Elementwise.sum(dropout, inputs[0], inputs[1], outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        SDVariable dy = gradients.get(0);
        SDVariable dx = dropout.active() ? new DropoutOp(sameDiff, rows, width, dropout, dy).outputVariables()[0] : dy;
        return List.of(dx, dy);
    }
}
