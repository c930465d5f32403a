package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.checkpoint.Finite;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Numbers of the file as a checkpoint wants them.
 *
 * @param name in the file
 * @param value the numbers
 * @param turned whether the checkpoint wants them transposed
 */
public record Parameter(String name, Value value, boolean turned) {

    /** Sizes as the checkpoint wants them. */
    public int[] shape() {
        int[] s = value.shape();
        return turned ? new int[] {s[1], s[0]} : s;
    }

    /** Whether it is the same numbers of the file. */
    boolean isSameAs(Parameter other) {
        return name.equals(other.name) && turned == other.turned;
    }

    /**
     * The numbers: a view of the file where it holds them as wanted, else a copy.
     *
     * @param place the file, for messages
     * @param wanted the shape that they must have, but for leading ones
     */
    public Tensor load(String place, int... wanted) {
        int size = Arrays.stream(wanted).reduce(1, (a, b) -> a * b);
        if (size != value.size() || (wanted.length == 2 && wanted[1] != shape()[shape().length - 1])) {
            throw new Refusal("weight '" + name + "' has the shape " + Arrays.toString(shape()) + ", expected "
                    + Arrays.toString(wanted));
        }
        FloatBuffer values = value.buffer();
        if (turned) {
            values = FloatBuffer.wrap(transpose(values, wanted[1], wanted[0]));
        }
        var tensor = new Tensor(wanted, values);
        Finite.require(place, name, tensor);
        return tensor;
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
}
