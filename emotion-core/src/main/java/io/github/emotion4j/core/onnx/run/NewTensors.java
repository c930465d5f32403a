package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.file.StoredTensor;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** ONNX's operators that make tensors out of nothing but sizes, and those that tell sizes. */
final class NewTensors {

    private NewTensors() {}

    static void register(Map<String, Call.Operator> operators) {
        operators.put("Constant", call -> List.of(constant(call)));
        operators.put("ConstantOfShape", call -> List.of(constantOfShape(call)));
        operators.put("Range", call -> List.of(range(call)));
        operators.put("Shape", call -> List.of(shape(call)));
        operators.put(
                "Size",
                call -> List.of(Value.of(
                        ElementType.I64, new int[0], new long[] {call.in(0).size()})));
        operators.put("Identity", call -> List.of(call.in(0)));
        operators.put("Dropout", call -> List.of(dropout(call)));
    }

    /** In training mode it draws random numbers; else it changes nothing. */
    private static Value dropout(Call call) {
        if (call.has(2) && call.in(2).scalar() != 0) {
            throw new Refusal("a dropout in training mode; export the model in evaluation mode");
        }
        return call.in(0);
    }

    private static Value constant(Call call) {
        var node = call.node();
        if (node.has("value")) {
            return node.tensor("value").orElseThrow().value();
        }
        if (node.has("value_float")) {
            return Value.scalar((float) node.number("value_float", 0));
        }
        if (node.has("value_int")) {
            return Value.of(ElementType.I64, new int[0], new long[] {node.integer("value_int", 0)});
        }
        if (node.has("value_ints")) {
            return Value.vector(node.integers("value_ints").orElseThrow());
        }
        double[] numbers = node.numbers("value_floats")
                .orElseThrow(() -> new Refusal("a constant of a kind that is not supported"));
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return Value.of(ElementType.F32, new int[] {floats.length}, floats);
    }

    private static Value constantOfShape(Call call) {
        int[] shape = call.sizes("shape", 0);
        Value one = call.node().tensor("value").map(StoredTensor::value).orElseGet(() -> Value.scalar(0));
        return Rearranging.expanded(one.reshaped(), shape);
    }

    private static Value range(Call call) {
        ElementType type = call.in(0).type();
        double start = call.in(0).scalar();
        double step = call.in(2).scalar();
        double count = Math.max(0, Math.ceil((call.in(1).scalar() - start) / step));
        if (!(count <= Shape.MAX_ELEMENTS)) {
            throw new Refusal("a range of " + count + " numbers");
        }
        int size = (int) count;
        float[] floats = new float[type.isFloat() ? size : 0];
        long[] integers = new long[type.isFloat() ? 0 : size];
        for (int i = 0; i < size; i++) {
            if (type.isFloat()) {
                floats[i] = (float) (start + i * step);
            } else {
                integers[i] = (long) start + i * (long) step;
            }
        }
        return type.isFloat() ? Value.of(type, new int[] {size}, floats) : Value.of(type, new int[] {size}, integers);
    }

    private static Value shape(Call call) {
        int[] shape = call.in(0).shape();
        int from = bound(call.node().integer("start", 0), shape.length);
        int to = Math.max(from, bound(call.node().integer("end", shape.length), shape.length));
        return Value.vector(Arrays.stream(shape, from, to).asLongStream().toArray());
    }

    private static int bound(long index, int rank) {
        return (int) Math.max(0, Math.min(rank, index < 0 ? index + rank : index));
    }
}
