package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.CrossEntropy;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Softmax cross-entropy with the pass's coefficients (class weights and label smoothing are in them). Outputs: the loss, one float, and its gradient
 * with respect to the logits. It is the root of differentiation: a gradient from above is taken to be 1.
 */
public final class CrossEntropyLoss extends FusedOp {

    private final int labels;

    /** Adds the operation to a graph. */
    public CrossEntropyLoss(SameDiff graph, int labels, SDVariable logits) {
        super(graph, 2, logits);
        this.labels = labels;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {1, Rows.TEXTS.floats(extent, labels)};
    }

    @Override
    public boolean needsOutput(int output) {
        return true;
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        return List.of(new CrossEntropy(extent.texts(), labels, inputs[0], outputs[0], outputs[1]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(outputVariables()[1]);
    }
}
