package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.checkpoint.Finite;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.onnx.run.Rearranging;
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
 * @param part which of several that lie one above the other, from 0
 * @param parts how many lie one above the other
 */
public record Parameter(String name, Value value, boolean turned, int part, int parts) {

    /** One of several parameters that this holds one above the other. */
    public Parameter part(int number, int count) {
        return new Parameter(name, value, turned, number, count);
    }

    /** Whether it is the same numbers, of one tensor of the file or of a copy. */
    public boolean isSameAs(Parameter other) {
        boolean same = turned == other.turned && part == other.part && parts == other.parts;
        return same
                && (name.equals(other.name)
                        || Arrays.equals(value.shape(), other.value.shape())
                                && value.buffer().equals(other.value.buffer()));
    }

    /** Sizes as the checkpoint wants them. */
    public int[] shape() {
        int[] shape = turned
                ? new int[] {value.shape()[1], value.shape()[0]}
                : value.shape().clone();
        if (shape.length > 0) {
            shape[0] /= parts;
        }
        return shape;
    }

    /**
     * The numbers: a view of the file where it holds them as wanted, else a copy.
     *
     * @param place the file, for messages
     * @param wanted the shape that they must have, but for axes of size 1
     */
    public Tensor load(String place, int... wanted) {
        int size = Arrays.stream(wanted).reduce(1, (a, b) -> a * b);
        if (size * parts != value.size() || !Arrays.equals(wide(wanted), wide(shape()))) {
            throw new Refusal("weight '" + name + "' has the shape " + Arrays.toString(shape()) + ", expected "
                    + Arrays.toString(wanted));
        }
        FloatBuffer values = (turned ? Rearranging.transposed(value, 1, 0) : value).buffer();
        var tensor = new Tensor(wanted, values.slice(part * size, size));
        Finite.require(place, name, tensor);
        return tensor;
    }

    private static int[] wide(int[] shape) {
        return Arrays.stream(shape).filter(axis -> axis != 1).toArray();
    }
}
