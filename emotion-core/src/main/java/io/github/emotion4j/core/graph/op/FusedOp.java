package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import java.util.Collections;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.CustomOpDescriptor;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** An operation that a plan executes with kernels; it exists in SameDiff's graph and differentiation, but not in ND4J's native library. */
public abstract class FusedOp extends DynamicCustomOp {

    private final int outputs;

    FusedOp(SameDiff graph, int outputs, SDVariable... inputs) {
        super(graph, inputs);
        this.outputs = outputs;
    }

    /** Floats of each output. */
    public abstract int[] outputSizes(Extent extent);

    /**
     * The kernels that compute the outputs, in order.
     *
     * @param inputs memory of the inputs
     * @param outputs memory of the outputs; null where nobody reads one
     */
    public abstract List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent);

    /** Outputs that the kernels need as memory even if nobody reads them. */
    public boolean needsOutput(int output) {
        return false;
    }

    /** The class's name; SameDiff asks for it before a field could be set. */
    @Override
    public String opName() {
        Class<?> forward = getClass().getEnclosingClass();
        return forward == null ? getClass().getSimpleName() : forward.getSimpleName() + "Gradient";
    }

    @Override
    public int getNumOutputs() {
        return outputs;
    }

    @Override
    public CustomOpDescriptor getDescriptor() {
        return CustomOpDescriptor.builder()
                .numInputs(args().length)
                .numOutputs(outputs)
                .build();
    }

    @Override
    public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
        return Collections.nCopies(outputs, DataType.FLOAT);
    }
}
