package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.Rotation;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Turns queries and keys by their places, {@code [tokens, columns]} to the same; the gradient is turned back. */
public final class Rotate extends FusedOp {

    private final Rotation.Angles angles;
    private final boolean back;

    /** Adds the operation to a graph. */
    public Rotate(SameDiff graph, Rotation.Angles angles, SDVariable x) {
        this(graph, angles, false, x);
    }

    private Rotate(SameDiff graph, Rotation.Angles angles, boolean back, SDVariable x) {
        super(graph, 1, x);
        this.angles = angles;
        this.back = back;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {Rows.TOKENS.floats(extent, angles.columns())};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(new Rotation(angles, back, extent, inputs[0], outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(new Rotate(sameDiff, angles, true, gradients.get(0)).outputVariables());
    }
}
