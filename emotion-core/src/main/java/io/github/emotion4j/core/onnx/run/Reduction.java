package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** ONNX's sums, means and extremes over axes, summed in double precision; and running sums. */
final class Reduction {

    private Reduction() {}

    static void register(Map<String, Call.Operator> operators) {
        put(operators, "ReduceSum", 0, Double::sum, x -> x);
        put(operators, "ReduceMean", 0, Double::sum, x -> x);
        put(operators, "ReduceMax", Double.NEGATIVE_INFINITY, Math::max, x -> x);
        put(operators, "ReduceMin", Double.POSITIVE_INFINITY, Math::min, x -> x);
        put(operators, "ReduceProd", 1, (a, b) -> a * b, x -> x);
        put(operators, "ReduceL1", 0, (a, b) -> a + Math.abs(b), x -> x);
        put(operators, "ReduceL2", 0, (a, b) -> a + b * b, Math::sqrt);
        put(operators, "ReduceSumSquare", 0, (a, b) -> a + b * b, x -> x);
        operators.put("CumSum", call -> List.of(runningSum(call)));
    }

    private static void put(
            Map<String, Call.Operator> operators,
            String name,
            double start,
            DoubleBinaryOperator combine,
            DoubleUnaryOperator finish) {
        operators.put(name, call -> {
            int[] axes = axes(call);
            double count = name.equals("ReduceMean")
                    ? Arrays.stream(axes)
                            .map(axis -> call.in(0).shape()[axis])
                            .asLongStream()
                            .reduce(1, (a, b) -> a * b)
                    : 1;
            return List.of(reduce(call, axes, start, combine, x -> finish.applyAsDouble(x) / count));
        });
    }

    /** The axes a node reduces, sorted; all if it names none, none if it says that none is meant. */
    private static int[] axes(Call call) {
        int rank = call.in(0).rank();
        long[] given = call.list("axes", 1);
        if (given == null || given.length == 0) {
            return call.node().integer("noop_with_empty_axes", 0) != 0
                    ? new int[0]
                    : IntStream.range(0, rank).toArray();
        }
        return Arrays.stream(given)
                .mapToInt(axis -> Shape.axis(axis, rank))
                .sorted()
                .distinct()
                .toArray();
    }

    private static Value reduce(
            Call call, int[] axes, double start, DoubleBinaryOperator combine, DoubleUnaryOperator finish) {
        Value x = call.in(0);
        int[] shape = x.shape();
        int[] kept = shape.clone();
        for (int axis : axes) {
            kept[axis] = 1;
        }
        double[] sums = new double[Shape.size(kept)];
        Arrays.fill(sums, start);
        int[] targets = Shape.walk(shape, Shape.strides(kept, shape), 0);
        float[] floats = x.isFloat() ? x.floats() : null;
        for (int i = 0; i < targets.length; i++) {
            double number = floats != null ? floats[i] : x.integers()[i];
            sums[targets[i]] = combine.applyAsDouble(sums[targets[i]], number);
        }
        boolean keep = call.node().integer("keepdims", 1) != 0;
        int[] to = IntStream.range(0, shape.length)
                .filter(i -> keep || Arrays.binarySearch(axes, i) < 0)
                .map(i -> kept[i])
                .toArray();
        if (floats == null) {
            return Value.of(
                    x.type(),
                    to,
                    Arrays.stream(sums)
                            .mapToLong(v -> (long) finish.applyAsDouble(v))
                            .toArray());
        }
        float[] results = new float[sums.length];
        for (int i = 0; i < results.length; i++) {
            results[i] = (float) finish.applyAsDouble(sums[i]);
        }
        return Value.of(x.type(), to, results);
    }

    private static Value runningSum(Call call) {
        if (call.node().integer("exclusive", 0) != 0 || call.node().integer("reverse", 0) != 0) {
            throw new Refusal("exclusive and reverse are not supported");
        }
        Value x = call.in(0);
        int[] shape = x.shape();
        int axis = Shape.axis(call.in(1).integers()[0], shape.length);
        int inner = Shape.steps(shape)[axis];
        float[] floats = x.isFloat() ? x.floats().clone() : null;
        long[] integers = x.isFloat() ? null : x.integers().clone();
        for (int i = 0; i < x.size(); i++) {
            if (i / inner % shape[axis] > 0) {
                if (floats != null) {
                    floats[i] += floats[i - inner];
                } else {
                    integers[i] += integers[i - inner];
                }
            }
        }
        return floats != null ? Value.of(x.type(), shape, floats) : Value.of(x.type(), shape, integers);
    }
}
