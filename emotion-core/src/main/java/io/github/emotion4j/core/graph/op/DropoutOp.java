package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Elementwise;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** {@code y = dropout(x)}; the gradient passes through the same mask. */
public final class DropoutOp extends FusedOp {

    private final Rows rows;
    private final int width;
    private final Dropout dropout;

    /** Adds the operation to a graph. */
    public DropoutOp(SameDiff graph, Rows rows, int width, Dropout dropout, SDVariable x) {
        super(graph, 1, x);
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
        return List.of(Elementwise.dropout(dropout, inputs[0], outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(new DropoutOp(sameDiff, rows, width, dropout, gradients.get(0)).outputVariables());
    }
}
