package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** ONNX's operators on single elements, broadcast where shapes differ. */
final class Elementwise {

    /** A function of one floating-point number. */
    @FunctionalInterface
    interface Unary {
        float of(float x);
    }

    /** A function of two floating-point numbers. */
    @FunctionalInterface
    interface Binary {
        float of(float a, float b);
    }

    /** A question about one floating-point number. */
    @FunctionalInterface
    interface Predicate {
        boolean of(float x);
    }

    /** A comparison. */
    @FunctionalInterface
    interface Test {
        boolean of(int order);
    }

    private Elementwise() {}

    static void register(Map<String, Call.Operator> operators) {
        unary(operators, "Neg", x -> -x, x -> -x);
        unary(operators, "Abs", Math::abs, Math::abs);
        unary(operators, "Sign", Math::signum, Long::signum);
        unary(operators, "Sqrt", x -> (float) Math.sqrt(x), null);
        unary(operators, "Reciprocal", x -> 1 / x, null);
        unary(operators, "Exp", x -> (float) Math.exp(x), null);
        unary(operators, "Log", x -> (float) Math.log(x), null);
        unary(operators, "Floor", x -> (float) Math.floor(x), null);
        unary(operators, "Ceil", x -> (float) Math.ceil(x), null);
        unary(operators, "Round", x -> (float) Math.rint(x), null);
        unary(operators, "Sin", x -> (float) Math.sin(x), null);
        unary(operators, "Cos", x -> (float) Math.cos(x), null);
        unary(operators, "Erf", x -> (float) ErrorFunction.erf(x), null);
        unary(operators, "Tanh", x -> (float) Math.tanh(x), null);
        unary(operators, "Sigmoid", x -> (float) (1 / (1 + Math.exp(-x))), null);
        unary(operators, "Relu", x -> Math.max(0, x), null);
        single(operators, "Gelu", call -> map(call.in(0), gelu(call.node().text("approximate", "none"))));
        single(operators, "Not", call -> integers(call.in(0), call.in(0).booleans(), x -> 1 - x));
        single(operators, "IsNaN", call -> test(call.in(0), x -> x != x));
        single(operators, "IsInf", Elementwise::infinite);
        single(operators, "Clip", Elementwise::clip);

        arithmetic(operators, "Add", Float::sum, Long::sum);
        arithmetic(operators, "Sub", (a, b) -> a - b, (a, b) -> a - b);
        arithmetic(operators, "Mul", (a, b) -> a * b, (a, b) -> a * b);
        arithmetic(operators, "Div", (a, b) -> a / b, (a, b) -> a / b);
        single(operators, "Mod", call -> {
            boolean truncated = call.node().integer("fmod", 0) == 1;
            return binary(call.in(0), call.in(1), (a, b) -> a % b, truncated ? (a, b) -> a % b : Math::floorMod);
        });
        single(operators, "Pow", Elementwise::power);
        joined(operators, "Max", (a, b) -> binary(a, b, Math::max, Math::max));
        joined(operators, "Min", (a, b) -> binary(a, b, Math::min, Math::min));
        joined(operators, "Sum", (a, b) -> binary(a, b, Float::sum, Long::sum));
        for (String kind : List.of("", "Bitwise")) {
            arithmetic(operators, kind + "And", null, (a, b) -> a & b);
            arithmetic(operators, kind + "Or", null, (a, b) -> a | b);
            arithmetic(operators, kind + "Xor", null, (a, b) -> a ^ b);
        }
        comparison(operators, "Equal", order -> order == 0);
        comparison(operators, "Less", order -> order < 0);
        comparison(operators, "LessOrEqual", order -> order <= 0);
        comparison(operators, "Greater", order -> order > 0);
        comparison(operators, "GreaterOrEqual", order -> order >= 0);
        single(operators, "Where", Elementwise::where);
        single(operators, "Cast", call -> call.in(0).cast(call.node().elementType("to")));
        single(operators, "CastLike", call -> call.in(0).cast(call.in(1).type()));
    }

    /** GELU by the error function, or with "tanh" its approximation. */
    static Unary gelu(String approximate) {
        return switch (approximate) {
            case "none" -> x -> (float) (0.5 * x * (1 + ErrorFunction.erf(x / Math.sqrt(2))));
            case "tanh" ->
                x -> (float) (0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
            default -> throw new Refusal("an unknown approximation of GELU '" + approximate + "'");
        };
    }

    /** Applies a function to every number of a floating-point tensor. */
    static Value map(Value x, Unary function) {
        float[] from = x.floats();
        float[] to = new float[from.length];
        Chunks.run(to.length, (start, end) -> {
            for (int i = start; i < end; i++) {
                to[i] = function.of(from[i]);
            }
        });
        return Value.of(x.type(), x.shape(), to);
    }

    /** Applies a function to every pair of elements of two tensors of one type; a null function is one that this kind of numbers has not. */
    static Value binary(Value a, Value b, Binary floats, LongBinaryOperator integers) {
        if (a.type() != b.type()) {
            throw new Refusal("inputs of different types, " + a.type() + " and " + b.type());
        }
        if ((a.isFloat() ? floats : integers) == null) {
            throw new Refusal("inputs of type " + a.type());
        }
        int[] shape = Shape.broadcast(a.shape(), b.shape());
        int size = Shape.allocatable(shape);
        var first = new Operand(a.shape(), shape);
        var second = new Operand(b.shape(), shape);
        if (a.isFloat()) {
            float[] x = a.floats();
            float[] y = b.floats();
            float[] to = new float[size];
            Chunks.run(size, (start, end) -> {
                for (int i = start; i < end; i++) {
                    to[i] = floats.of(x[first.at(i)], y[second.at(i)]);
                }
            });
            return Value.of(a.type(), shape, to);
        }
        long[] x = a.integers();
        long[] y = b.integers();
        long[] to = new long[size];
        for (int i = 0; i < size; i++) {
            to[i] = a.type().wrap(integers.applyAsLong(x[first.at(i)], y[second.at(i)]));
        }
        return Value.of(a.type(), shape, to);
    }

    private static Value compare(Value a, Value b, Test test) {
        if (a.type() != b.type()) {
            throw new Refusal("inputs of different types, " + a.type() + " and " + b.type());
        }
        int[] shape = Shape.broadcast(a.shape(), b.shape());
        long[] to = new long[Shape.allocatable(shape)];
        var first = new Operand(a.shape(), shape);
        var second = new Operand(b.shape(), shape);
        float[] x = a.isFloat() ? a.floats() : null;
        float[] y = b.isFloat() ? b.floats() : null;
        for (int i = 0; i < to.length; i++) {
            int p = first.at(i);
            int q = second.at(i);
            if (x == null) {
                to[i] = test.of(Long.compare(a.integers()[p], b.integers()[q])) ? 1 : 0;
            } else {
                // no comparison with NaN holds; and -0 is 0
                boolean comparable = x[p] == x[p] && y[q] == y[q];
                to[i] = comparable && test.of(x[p] < y[q] ? -1 : x[p] > y[q] ? 1 : 0) ? 1 : 0;
            }
        }
        return Value.of(ElementType.BOOL, shape, to);
    }

    private static Value where(Call call) {
        Value condition = call.in(0);
        Value yes = call.in(1);
        Value no = call.in(2);
        if (yes.type() != no.type()) {
            throw new Refusal("a choice between " + yes.type() + " and " + no.type());
        }
        int[] shape = Shape.broadcast(condition.shape(), Shape.broadcast(yes.shape(), no.shape()));
        int size = Shape.allocatable(shape);
        long[] truth = condition.booleans();
        var which = new Operand(condition.shape(), shape);
        var first = new Operand(yes.shape(), shape);
        var second = new Operand(no.shape(), shape);
        if (yes.isFloat()) {
            float[] a = yes.floats();
            float[] b = no.floats();
            float[] to = new float[size];
            for (int i = 0; i < size; i++) {
                to[i] = truth[which.at(i)] != 0 ? a[first.at(i)] : b[second.at(i)];
            }
            return Value.of(yes.type(), shape, to);
        }
        long[] to = new long[size];
        for (int i = 0; i < size; i++) {
            to[i] = truth[which.at(i)] != 0 ? yes.integers()[first.at(i)] : no.integers()[second.at(i)];
        }
        return Value.of(yes.type(), shape, to);
    }

    /** The result is of the base's type, whatever the exponent's. */
    private static Value power(Call call) {
        Value base = call.in(0);
        Value result = binary(
                base.cast(ElementType.F64),
                call.in(1).cast(ElementType.F64),
                (a, b) -> b == 2 ? a * a : (float) Math.pow(a, b),
                null);
        return result.cast(base.type());
    }

    private static Value clip(Call call) {
        double low = bound(call, "min", 1, Double.NEGATIVE_INFINITY);
        double high = bound(call, "max", 2, Double.POSITIVE_INFINITY);
        Value x = call.in(0);
        return x.isFloat()
                ? map(x, v -> (float) Math.min(high, Math.max(low, v)))
                : integers(x, x.integers(), v -> Math.min((long) high, Math.max((long) low, v)));
    }

    private static double bound(Call call, String attribute, int input, double absent) {
        return call.has(input) ? call.in(input).scalar() : call.node().number(attribute, absent);
    }

    private static Value infinite(Call call) {
        boolean below = call.node().integer("detect_negative", 1) != 0;
        boolean above = call.node().integer("detect_positive", 1) != 0;
        return test(call.in(0), x -> Float.isInfinite(x) && (x > 0 ? above : below));
    }

    private static Value test(Value x, Predicate test) {
        float[] from = x.floats();
        long[] to = new long[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = test.of(from[i]) ? 1 : 0;
        }
        return Value.of(ElementType.BOOL, x.shape(), to);
    }

    private static Value integers(Value x, long[] from, LongUnaryOperator function) {
        long[] to = new long[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = x.type().wrap(function.applyAsLong(from[i]));
        }
        return Value.of(x.type(), x.shape(), to);
    }

    private static void unary(
            Map<String, Call.Operator> operators, String name, Unary floats, LongUnaryOperator integers) {
        single(operators, name, call -> {
            Value x = call.in(0);
            return integers == null || x.isFloat() ? map(x, floats) : integers(x, x.integers(), integers);
        });
    }

    private static void arithmetic(
            Map<String, Call.Operator> operators, String name, Binary floats, LongBinaryOperator integers) {
        single(operators, name, call -> binary(call.in(0), call.in(1), floats, integers));
    }

    private static void comparison(Map<String, Call.Operator> operators, String name, Test test) {
        single(operators, name, call -> compare(call.in(0), call.in(1), test));
    }

    private static void joined(Map<String, Call.Operator> operators, String name, BinaryOperator<Value> operator) {
        single(operators, name, call -> call.inputs().stream().reduce(operator).orElseThrow());
    }

    private static void single(Map<String, Call.Operator> operators, String name, Function<Call, Value> function) {
        operators.put(name, call -> List.of(function.apply(call)));
    }
}
