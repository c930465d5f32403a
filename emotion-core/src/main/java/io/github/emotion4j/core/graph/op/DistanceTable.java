package io.github.emotion4j.core.graph.op;

import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.graph.kernel.Distances;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.TableRows;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The rows of a table of distances {@code [2 span, hidden]} that the tokens of a batch can ask for, {@code [distances, hidden]}. */
public final class DistanceTable extends FusedOp {

    private final RelativePositions.Disentangled positions;
    private final int width;

    /** Adds the operation to a graph. */
    public DistanceTable(SameDiff graph, RelativePositions.Disentangled positions, int width, SDVariable table) {
        super(graph, 1, table);
        this.positions = positions;
        this.width = width;
    }

    @Override
    public int[] outputSizes(Extent extent) {
        return new int[] {Rows.distances(positions).floats(extent, width)};
    }

    @Override
    public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
        int from = Distances.of(positions, extent).first() * width;
        return List.of(new TableRows.Copy(from, inputs[0], outputs[0]));
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradients) {
        return List.of(new Backward(sameDiff, this, gradients.get(0)).outputVariables());
    }

    private static final class Backward extends FusedOp {

        private final DistanceTable forward;

        Backward(SameDiff graph, DistanceTable forward, SDVariable dy) {
            super(graph, 1, dy);
            this.forward = forward;
        }

        @Override
        public int[] outputSizes(Extent extent) {
            return new int[] {2 * forward.positions.span() * forward.width};
        }

        @Override
        public List<Kernel> kernels(Floats[] inputs, Floats[] outputs, Extent extent) {
            int from = Distances.of(forward.positions, extent).first() * forward.width;
            return List.of(new TableRows.Gradient(from, inputs[0], outputs[0]));
        }
    }
}
