package io.github.emotion4j.core.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** ONNX's operators on known numbers, as far as shapes, positions and masks are made of them. */
final class Calculator {

    private Calculator() {}

    /**
     * Computes a node.
     *
     * @param in inputs, null where one was left out
     * @return one value per output
     */
    static List<Known> compute(Node node, List<Known> in) {
        return List.of(
                switch (node.op()) {
                    case "Identity", "Dropout" -> in.get(0);
                    case "Cast" -> in.get(0).cast(ElementType.of((int) node.integer("to", 0)));
                    case "CastLike" -> in.get(0).cast(in.get(1).type());
                    case "Add" -> arithmetic(in, Double::sum, Long::sum);
                    case "Sub" -> arithmetic(in, (a, b) -> a - b, (a, b) -> a - b);
                    case "Mul" -> arithmetic(in, (a, b) -> a * b, (a, b) -> a * b);
                    case "Div" -> arithmetic(in, (a, b) -> a / b, (a, b) -> a / b);
                    case "Mod" ->
                        arithmetic(
                                in, (a, b) -> a % b, node.integer("fmod", 0) == 1 ? (a, b) -> a % b : Math::floorMod);
                    case "Pow" ->
                        arithmetic(List.of(in.get(0), in.get(1).cast(in.get(0).type())), Math::pow, (a, b) ->
                                (long) Math.pow(a, b));
                    case "Max" ->
                        in.stream()
                                .reduce((a, b) -> arithmetic(List.of(a, b), Math::max, Math::max))
                                .orElseThrow();
                    case "Min" ->
                        in.stream()
                                .reduce((a, b) -> arithmetic(List.of(a, b), Math::min, Math::min))
                                .orElseThrow();
                    case "Equal" -> comparison(in, (a, b) -> a == b, (a, b) -> a == b);
                    case "Less" -> comparison(in, (a, b) -> a < b, (a, b) -> a < b);
                    case "LessOrEqual" -> comparison(in, (a, b) -> a <= b, (a, b) -> a <= b);
                    case "Greater" -> comparison(in, (a, b) -> a > b, (a, b) -> a > b);
                    case "GreaterOrEqual" -> comparison(in, (a, b) -> a >= b, (a, b) -> a >= b);
                    case "And", "BitwiseAnd" -> arithmetic(in, Calculator::noFloats, (a, b) -> a & b);
                    case "Or", "BitwiseOr" -> arithmetic(in, Calculator::noFloats, (a, b) -> a | b);
                    case "Xor", "BitwiseXor" -> arithmetic(in, Calculator::noFloats, (a, b) -> a ^ b);
                    case "Not" -> requireBool(in.get(0)).map(x -> x == 0 ? 1 : 0);
                    case "Neg" -> in.get(0).map(x -> -x);
                    case "Abs" -> in.get(0).map(Math::abs);
                    case "Sign" -> in.get(0).map(Math::signum);
                    case "Sqrt" -> in.get(0).map(Math::sqrt);
                    case "Exp" -> in.get(0).map(Math::exp);
                    case "Log" -> in.get(0).map(Math::log);
                    case "Floor" -> in.get(0).map(Math::floor);
                    case "Ceil" -> in.get(0).map(Math::ceil);
                    case "Reciprocal" -> in.get(0).map(x -> 1 / x);
                    case "IsNaN" -> test(in.get(0), true);
                    case "IsInf" -> test(in.get(0), false);
                    case "Clip" -> clip(node, in);
                    case "Where" -> where(in);
                    case "Shape" -> shape(node, in.get(0).shape());
                    case "Size" ->
                        Known.of(ElementType.I64, new int[0], new long[] {
                            Shape.size(in.get(0).shape())
                        });
                    case "Range" -> range(in);
                    case "ConstantOfShape" -> constantOfShape(node, in.get(0));
                    case "Expand" ->
                        in.get(0)
                                .expand(Arrays.stream(in.get(1).toIntegers())
                                        .mapToInt(Math::toIntExact)
                                        .toArray());
                    case "Concat" -> concat(node, in);
                    case "GatherElements" -> IndexedReading.elements(node, in);
                    case "GatherND" -> IndexedReading.tuples(node, in);
                    case "CumSum" -> CumulativeSum.of(node, in);
                    case "Trilu" -> triangle(node, in);
                    case "ReduceSum" -> Reduction.of(node, in, 0, Double::sum, false);
                    case "ReduceMean" -> Reduction.of(node, in, 0, Double::sum, true);
                    case "ReduceMax" -> Reduction.of(node, in, Double.NEGATIVE_INFINITY, Math::max, false);
                    case "ReduceMin" -> Reduction.of(node, in, Double.POSITIVE_INFINITY, Math::min, false);
                    case "ReduceProd" -> Reduction.of(node, in, 1, (a, b) -> a * b, false);
                    default -> throw Refusal.at(node, Unsupported.why(node));
                });
    }

    static Known shape(Node node, int[] shape) {
        int rank = shape.length;
        long start = node.integer("start", 0);
        long end = node.integer("end", rank);
        int from = (int) Math.max(0, Math.min(rank, start < 0 ? start + rank : start));
        int to = (int) Math.max(from, Math.min(rank, end < 0 ? end + rank : end));
        return Known.vector(Arrays.stream(shape, from, to).asLongStream().toArray());
    }

    /** An element-wise operation; only the axes along which an input really varies are computed. */
    private static Known arithmetic(List<Known> in, DoubleBinaryOperator floats, LongBinaryOperator integers) {
        Known a = in.get(0);
        Known b = in.get(1);
        if (a.type() != b.type()) {
            throw new Refusal("inputs of types " + a.type() + " and " + b.type());
        }
        int[] shape = Shape.broadcast(a.shape(), b.shape());
        int[] stored = Shape.broadcast(a.stored(), b.stored());
        int[] left = Shape.walk(stored, Shape.strides(a.stored(), stored), 0);
        int[] right = Shape.walk(stored, Shape.strides(b.stored(), stored), 0);
        int size = Known.allocatable(stored);
        if (a.type().isFloat()) {
            double[] result = new double[size];
            for (int i = 0; i < size; i++) {
                result[i] = a.type().round(floats.applyAsDouble(a.floats()[left[i]], b.floats()[right[i]]));
            }
            return new Known(a.type(), shape, stored, result, null);
        }
        long[] result = new long[size];
        for (int i = 0; i < size; i++) {
            result[i] = integers.applyAsLong(a.integers()[left[i]], b.integers()[right[i]]);
        }
        return new Known(a.type(), shape, stored, null, result);
    }

    /** A comparison of numbers. */
    private interface FloatTest {
        boolean test(double a, double b);
    }

    /** A comparison of integers. */
    private interface IntegerTest {
        boolean test(long a, long b);
    }

    private static Known comparison(List<Known> in, FloatTest floats, IntegerTest integers) {
        Known result = arithmetic(in, (a, b) -> floats.test(a, b) ? 1 : 0, (a, b) -> integers.test(a, b) ? 1 : 0);
        return result.cast(ElementType.BOOL);
    }

    private static double noFloats(double a, double b) {
        throw new Refusal("a logical operation on floating-point numbers");
    }

    private static Known requireBool(Known known) {
        if (known.type() != ElementType.BOOL) {
            throw new Refusal("a tensor of " + known.type() + " where booleans were expected");
        }
        return known;
    }

    private static Known test(Known in, boolean nan) {
        long[] result = new long[in.storedSize()];
        for (int i = 0; i < result.length; i++) {
            double value = in.number(i);
            result[i] = (nan ? Double.isNaN(value) : Double.isInfinite(value)) ? 1 : 0;
        }
        return new Known(ElementType.BOOL, in.shape(), in.stored(), null, result);
    }

    private static Known clip(Node node, List<Known> in) {
        double low = bound(node, "min", in, 1, Double.NEGATIVE_INFINITY);
        double high = bound(node, "max", in, 2, Double.POSITIVE_INFINITY);
        return in.get(0).map(x -> Math.min(high, Math.max(low, x)));
    }

    static double bound(Node node, String attribute, List<Known> in, int index, double absent) {
        return in.size() > index && in.get(index) != null ? in.get(index).scalar() : node.number(attribute, absent);
    }

    private static Known where(List<Known> in) {
        Known condition = requireBool(in.get(0));
        Known yes = in.get(1);
        Known no = in.get(2);
        if (yes.type() != no.type()) {
            throw new Refusal("choices of types " + yes.type() + " and " + no.type());
        }
        int[] shape = Shape.broadcast(condition.shape(), Shape.broadcast(yes.shape(), no.shape()));
        int[] stored = Shape.broadcast(condition.stored(), Shape.broadcast(yes.stored(), no.stored()));
        int size = Known.allocatable(stored);
        int[] c = Shape.walk(stored, Shape.strides(condition.stored(), stored), 0);
        int[] y = Shape.walk(stored, Shape.strides(yes.stored(), stored), 0);
        int[] n = Shape.walk(stored, Shape.strides(no.stored(), stored), 0);
        double[] floats = yes.type().isFloat() ? new double[size] : null;
        long[] integers = yes.type().isFloat() ? null : new long[size];
        for (int i = 0; i < size; i++) {
            boolean chosen = condition.integers()[c[i]] != 0;
            if (floats != null) {
                floats[i] = chosen ? yes.floats()[y[i]] : no.floats()[n[i]];
            } else {
                integers[i] = chosen ? yes.integers()[y[i]] : no.integers()[n[i]];
            }
        }
        return new Known(yes.type(), shape, stored, floats, integers);
    }

    private static Known range(List<Known> in) {
        ElementType type = in.get(0).type();
        double start = in.get(0).scalar();
        double step = in.get(2).scalar();
        double count = Math.max(0, Math.ceil((in.get(1).scalar() - start) / step));
        if (!(count <= Shape.MAX_ELEMENTS)) {
            throw new Refusal("a range of " + count + " numbers");
        }
        int size = (int) count;
        if (type.isFloat()) {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = type.round(start + i * step);
            }
            return Known.of(type, new int[] {size}, values);
        }
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
            values[i] = (long) start + i * (long) step;
        }
        return Known.of(type, new int[] {size}, values);
    }

    private static Known constantOfShape(Node node, Known sizes) {
        int[] shape =
                Arrays.stream(sizes.toIntegers()).mapToInt(Math::toIntExact).toArray();
        Known value = node.tensor("value")
                .map(proto -> StoredTensor.of(node.name(), proto, null).known())
                .orElseGet(() -> Known.of(ElementType.F32, new int[] {1}, new double[1]));
        int[] one = new int[shape.length];
        Arrays.fill(one, 1);
        if (Shape.size(shape) == 0) {
            return value.type().isFloat()
                    ? Known.of(value.type(), shape, new double[0])
                    : Known.of(value.type(), shape, new long[0]);
        }
        return new Known(value.type(), one, one, value.floats(), value.integers()).expand(shape);
    }

    private static Known concat(Node node, List<Known> in) {
        Known first = in.get(0);
        int axis = Shape.axis(node.integer("axis", 0), first.shape().length);
        int[] shape = first.shape().clone();
        shape[axis] = 0;
        for (Known part : in) {
            shape[axis] = Math.addExact(shape[axis], part.shape()[axis]);
            int[] rest = part.shape().clone();
            rest[axis] = shape[axis];
            if (part.type() != first.type() || !Arrays.equals(rest, shape)) {
                throw new Refusal("parts of different types or shapes");
            }
        }
        int size = Known.allocatable(shape);
        int outer = Shape.size(Arrays.copyOf(shape, axis));
        double[] floats = first.floats() != null ? new double[size] : null;
        long[] integers = first.floats() != null ? null : new long[size];
        Object target = floats != null ? floats : integers;
        int at = 0;
        var dense = in.stream().map(Known::dense).toList();
        for (int o = 0; o < outer; o++) {
            for (Known part : dense) {
                int chunk = part.storedSize() / outer;
                Object source = floats != null ? part.floats() : part.integers();
                System.arraycopy(source, o * chunk, target, at, chunk);
                at += chunk;
            }
        }
        return new Known(first.type(), shape, shape, floats, integers);
    }

    private static Known triangle(Node node, List<Known> in) {
        Known dense = in.get(0).dense();
        int[] shape = dense.shape();
        int rows = shape[shape.length - 2];
        int columns = shape[shape.length - 1];
        long diagonal = in.size() > 1 && in.get(1) != null ? in.get(1).toIntegers()[0] : 0;
        boolean upper = node.integer("upper", 1) != 0;
        double[] floats = dense.floats() == null ? null : dense.floats().clone();
        long[] integers = dense.integers() == null ? null : dense.integers().clone();
        for (int i = 0; i < dense.storedSize(); i++) {
            long distance = (long) (i % columns) - i / columns % rows;
            if (upper ? distance < diagonal : distance > diagonal) {
                if (floats != null) {
                    floats[i] = 0;
                } else {
                    integers[i] = 0;
                }
            }
        }
        return new Known(dense.type(), shape, shape, floats, integers);
    }
}
