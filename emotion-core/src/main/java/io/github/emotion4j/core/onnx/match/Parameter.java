package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.checkpoint.Finite;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.onnx.tensor.Movement;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Term;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A weight found in the graph.
 *
 * @param term a constant
 * @param transposed whether the graph holds it as {@code [in, out]} and the checkpoint wants {@code [out, in]}
 */
record Parameter(Term term, boolean transposed) {

    static Parameter of(Term term) {
        return new Parameter(term, false);
    }

    /** The weight as {@code [out, in]} of a matrix that the graph multiplies by. */
    static Parameter matrix(Term inOut) {
        if (inOut.is(Term.Op.VIEW) && isTransposition(inOut)) {
            return new Parameter(inOut.base(), false);
        }
        return new Parameter(inOut, true);
    }

    private static boolean isTransposition(Term view) {
        return view.movements().size() == 1
                && view.movements().get(0).kind() == Movement.Kind.TRANSPOSE
                && view.rank() == 2;
    }

    /** Number of elements. */
    int size() {
        return Shape.size(term.shape());
    }

    /** Name in the file. */
    String name() {
        Term base = term.base();
        return base.is(Term.Op.WEIGHT) ? base.stored().name() : "computed at " + base.origin();
    }

    /**
     * The numbers: a view of the file where it holds them as wanted, else a copy.
     *
     * @param place the file, for messages
     * @param shape as wanted
     */
    Tensor load(String place, int... shape) {
        if (Shape.size(shape) != size()) {
            throw new Refusal("weight '" + name() + "' has the shape " + Arrays.toString(term.shape()) + ", expected "
                    + Arrays.toString(shape));
        }
        FloatBuffer values = values();
        if (transposed) {
            values = FloatBuffer.wrap(transpose(values, shape[1], shape[0]));
        }
        var tensor = new Tensor(shape, values);
        Finite.require(place, name(), tensor);
        return tensor;
    }

    private FloatBuffer values() {
        Term base = term.base();
        boolean moved =
                term.is(Term.Op.VIEW) && term.movements().stream().anyMatch(m -> m.kind() != Movement.Kind.RESHAPE);
        if (base.is(Term.Op.WEIGHT) && !moved) {
            return base.stored().floats();
        }
        double[] numbers = base.is(Term.Op.KNOWN)
                ? base.known().toNumbers()
                : base.stored().known().toNumbers();
        int[] sources = term.sources();
        float[] values = new float[sources.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers[sources[i]];
        }
        return FloatBuffer.wrap(values);
    }

    /** From {@code [rows, columns]} to {@code [columns, rows]}, in bands of rows so that what is written stays in the cache. */
    private static float[] transpose(FloatBuffer source, int rows, int columns) {
        float[] target = new float[rows * columns];
        int height = Math.min(rows, 16);
        float[] band = new float[height * columns];
        for (int start = 0; start < rows; start += height) {
            int count = Math.min(height, rows - start);
            source.get(start * columns, band, 0, count * columns);
            for (int column = 0; column < columns; column++) {
                int to = column * rows + start;
                for (int row = 0; row < count; row++) {
                    target[to + row] = band[row * columns + column];
                }
            }
        }
        return target;
    }

    /** Whether another reading found the same numbers of the file in the same order. */
    boolean sameAs(Parameter other) {
        Term a = term.base();
        Term b = other.term.base();
        if (transposed != other.transposed || a.op() != b.op() || !Arrays.equals(term.shape(), other.term.shape())) {
            return false;
        }
        boolean moved = term.is(Term.Op.VIEW)
                ? other.term.is(Term.Op.VIEW) && term.movements().equals(other.term.movements())
                : !other.term.is(Term.Op.VIEW);
        return moved
                && (a.is(Term.Op.WEIGHT)
                        ? a.stored().name().equals(b.stored().name())
                        : Arrays.equals(a.known().toNumbers(), b.known().toNumbers()));
    }
}
