package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** ONNX's operators on known numbers, as far as shapes, positions and masks are made of them. */
final class Calculator {

    private Calculator() {}

    /**
     * Computes the output of a node.
     *
     * @param in inputs, null where one was left out
     */
    static Known compute(Node node, List<Known> in) {
        return switch (node.op()) {
            case "Cast" -> in.get(0).cast(node.elementType("to"));
            case "CastLike" -> in.get(0).cast(in.get(1).type());
            case "Add" -> Elementwise.arithmetic(in, Double::sum, Long::sum);
            case "Sub" -> Elementwise.arithmetic(in, (a, b) -> a - b, (a, b) -> a - b);
            case "Mul" -> Elementwise.arithmetic(in, (a, b) -> a * b, (a, b) -> a * b);
            case "Div" -> Elementwise.arithmetic(in, (a, b) -> a / b, (a, b) -> a / b);
            case "Mod" ->
                Elementwise.arithmetic(
                        in, (a, b) -> a % b, node.integer("fmod", 0) == 1 ? (a, b) -> a % b : Math::floorMod);
            case "Pow" -> power(in.get(0), in.get(1));
            case "Max" -> joined(in, Math::max, Math::max);
            case "Min" -> joined(in, Math::min, Math::min);
            case "Sum" -> joined(in, Double::sum, Long::sum);
            case "Equal" -> Elementwise.comparison(in, (a, b) -> a == b, (a, b) -> a == b);
            case "Less" -> Elementwise.comparison(in, (a, b) -> a < b, (a, b) -> a < b);
            case "LessOrEqual" -> Elementwise.comparison(in, (a, b) -> a <= b, (a, b) -> a <= b);
            case "Greater" -> Elementwise.comparison(in, (a, b) -> a > b, (a, b) -> a > b);
            case "GreaterOrEqual" -> Elementwise.comparison(in, (a, b) -> a >= b, (a, b) -> a >= b);
            case "And", "BitwiseAnd" -> Elementwise.arithmetic(in, Calculator::noFloats, (a, b) -> a & b);
            case "Or", "BitwiseOr" -> Elementwise.arithmetic(in, Calculator::noFloats, (a, b) -> a | b);
            case "Xor", "BitwiseXor" -> Elementwise.arithmetic(in, Calculator::noFloats, (a, b) -> a ^ b);
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
            case "Where" -> Elementwise.where(requireBool(in.get(0)), in.get(1), in.get(2));
            case "Range" -> NewTensors.range(in);
            case "ConstantOfShape" -> NewTensors.constantOfShape(node, in.get(0));
            case "Expand" ->
                in.get(0)
                        .expand(Arrays.stream(in.get(1).toIntegers())
                                .mapToInt(Math::toIntExact)
                                .toArray());
            case "Concat" -> NewTensors.concat(node, in);
            case "GatherElements" -> IndexedReading.elements(node, in);
            case "GatherND" -> IndexedReading.tuples(node, in);
            case "CumSum" -> CumulativeSum.of(node, in);
            case "Trilu" -> NewTensors.triangle(node, in);
            case "ReduceSum" -> Reduction.of(node, in, 0, Double::sum, false);
            case "ReduceMean" -> Reduction.of(node, in, 0, Double::sum, true);
            case "ReduceMax" -> Reduction.of(node, in, Double.NEGATIVE_INFINITY, Math::max, false);
            case "ReduceMin" -> Reduction.of(node, in, Double.POSITIVE_INFINITY, Math::min, false);
            case "ReduceProd" -> Reduction.of(node, in, 1, (a, b) -> a * b, false);
            default -> throw node.refusal(Unsupported.why(node));
        };
    }

    static Known shape(Node node, int[] shape) {
        int rank = shape.length;
        long start = node.integer("start", 0);
        long end = node.integer("end", rank);
        int from = (int) Math.max(0, Math.min(rank, start < 0 ? start + rank : start));
        int to = (int) Math.max(from, Math.min(rank, end < 0 ? end + rank : end));
        return Known.vector(Arrays.stream(shape, from, to).asLongStream().toArray());
    }

    private static Known joined(List<Known> in, DoubleBinaryOperator floats, LongBinaryOperator integers) {
        return in.stream()
                .reduce((a, b) -> Elementwise.arithmetic(List.of(a, b), floats, integers))
                .orElseThrow();
    }

    /** The result is of the base's type, whatever the exponent's. */
    private static Known power(Known base, Known exponent) {
        var wide = List.of(base.cast(ElementType.F64), exponent.cast(ElementType.F64));
        return Elementwise.arithmetic(wide, Math::pow, (a, b) -> (long) Math.pow(a, b))
                .cast(base.type());
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

    private static double bound(Node node, String attribute, List<Known> in, int index, double absent) {
        return in.size() > index && in.get(index) != null ? in.get(index).scalar() : node.number(attribute, absent);
    }
}
