package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Operations on known numbers element by element, with broadcasting; only the axes along which an input really varies are computed. */
final class Elementwise {

    /** The shape of the result, the part of it that is computed, and for each element of that where the inputs' elements are. */
    private record Layout(int[] shape, int[] stored, int[][] sources) {

        static Layout of(Known... in) {
            int[] shape = {};
            int[] stored = {};
            for (Known known : in) {
                shape = Shape.broadcast(shape, known.shape());
                stored = Shape.broadcast(stored, known.stored());
            }
            Shape.allocatable(stored);
            int[][] sources = new int[in.length][];
            for (int i = 0; i < in.length; i++) {
                sources[i] = Shape.walk(stored, Shape.strides(in[i].stored(), stored), 0);
            }
            return new Layout(shape, stored, sources);
        }

        int size() {
            return sources[0].length;
        }

        Known of(ElementType type, double[] values) {
            return new Known(type, shape, stored, values, null);
        }

        Known of(ElementType type, long[] values) {
            return new Known(type, shape, stored, null, values);
        }
    }

    /** A comparison of numbers. */
    interface FloatTest {
        boolean test(double a, double b);
    }

    /** A comparison of integers. */
    interface IntegerTest {
        boolean test(long a, long b);
    }

    private Elementwise() {}

    /** A function of two tensors of one type. */
    static Known arithmetic(List<Known> in, DoubleBinaryOperator floats, LongBinaryOperator integers) {
        Known a = in.get(0);
        Known b = in.get(1);
        if (a.type() != b.type()) {
            throw new Refusal("inputs of types " + a.type() + " and " + b.type());
        }
        Layout layout = Layout.of(a, b);
        int[] left = layout.sources[0];
        int[] right = layout.sources[1];
        if (a.type().isFloat()) {
            double[] result = new double[layout.size()];
            for (int i = 0; i < result.length; i++) {
                result[i] = a.type().round(floats.applyAsDouble(a.floats()[left[i]], b.floats()[right[i]]));
            }
            return layout.of(a.type(), result);
        }
        long[] result = new long[layout.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = integers.applyAsLong(a.integers()[left[i]], b.integers()[right[i]]);
        }
        return layout.of(a.type(), result);
    }

    static Known comparison(List<Known> in, FloatTest floats, IntegerTest integers) {
        Known result = arithmetic(in, (a, b) -> floats.test(a, b) ? 1 : 0, (a, b) -> integers.test(a, b) ? 1 : 0);
        return result.cast(ElementType.BOOL);
    }

    /** Elements of {@code yes} where {@code condition} holds, of {@code no} elsewhere. */
    static Known where(Known condition, Known yes, Known no) {
        if (yes.type() != no.type()) {
            throw new Refusal("choices of types " + yes.type() + " and " + no.type());
        }
        Layout layout = Layout.of(condition, yes, no);
        double[] floats = yes.type().isFloat() ? new double[layout.size()] : null;
        long[] integers = yes.type().isFloat() ? null : new long[layout.size()];
        for (int i = 0; i < layout.size(); i++) {
            boolean chosen = condition.integers()[layout.sources[0][i]] != 0;
            Known from = chosen ? yes : no;
            int source = layout.sources[chosen ? 1 : 2][i];
            if (floats != null) {
                floats[i] = from.floats()[source];
            } else {
                integers[i] = from.integers()[source];
            }
        }
        return floats != null ? layout.of(yes.type(), floats) : layout.of(yes.type(), integers);
    }
}
