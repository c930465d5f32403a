package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** ONNX's operators that divide rows by something of their own: softmax, LayerNorm, division by the length. */
final class Normalisation {

    private Normalisation() {}

    static void register(Map<String, Call.Operator> operators) {
        operators.put("Softmax", call -> List.of(softmax(call, false)));
        operators.put("LogSoftmax", call -> List.of(softmax(call, true)));
        operators.put("LayerNormalization", call -> List.of(layerNorm(call)));
        operators.put("LpNormalization", call -> List.of(length(call)));
    }

    private static Value softmax(Call call, boolean logarithm) {
        Value x = call.in(0);
        int axis = call.axis(call.opset() < 13 ? 1 : -1, x.rank());
        int end = call.opset() < 13 ? x.rank() : axis + 1; // before opset 13 over all axes from this one on
        int width = Shape.size(Arrays.copyOfRange(x.shape(), axis, end));
        int inner = Shape.size(Arrays.copyOfRange(x.shape(), end, x.rank()));
        return rows(x, width, inner, (row, at, step) -> softmax(row, at, step, width, logarithm));
    }

    /** In place, over {@code width} numbers {@code step} apart. */
    static void softmax(float[] row, int at, int step, int width, boolean logarithm) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < width; i++) {
            max = Math.max(max, row[at + i * step]);
        }
        double total = 0;
        for (int i = 0; i < width; i++) {
            float shifted = row[at + i * step] - max;
            double exponential = Math.exp(shifted);
            row[at + i * step] = logarithm ? shifted : (float) exponential;
            total += exponential;
        }
        float divisor = (float) total;
        double logarithmOfTotal = Math.log(total);
        for (int i = 0; i < width; i++) {
            float value = row[at + i * step];
            row[at + i * step] = logarithm ? (float) (value - logarithmOfTotal) : value / divisor;
        }
    }

    private static Value layerNorm(Call call) {
        if (call.node().outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())) {
            throw new Refusal("only the first output is supported");
        }
        int axis = call.axis(-1, call.in(0).rank());
        return layerNorm(
                call.in(0),
                call.in(1),
                call.has(2) ? call.in(2) : null,
                axis,
                call.node().number("epsilon", 1e-5f));
    }

    /** {@code (x - mean) / sqrt(variance + ε) * gain + bias} over the axes from {@code axis} on; the bias may be null. */
    static Value layerNorm(Value x, Value gain, Value bias, int axis, double epsilon) {
        int[] over = Arrays.copyOfRange(x.shape(), axis, x.rank());
        int width = Shape.size(over);
        float[] factors = Rearranging.expanded(gain, over).floats();
        float[] summands = bias == null
                ? new float[width]
                : Rearranging.expanded(bias, over).floats();
        return rows(x, width, 1, (row, at, step) -> {
            double mean = 0;
            for (int i = 0; i < width; i++) {
                mean += row[at + i];
            }
            mean /= width;
            double variance = 0;
            for (int i = 0; i < width; i++) {
                variance += (row[at + i] - mean) * (row[at + i] - mean);
            }
            double scale = 1 / Math.sqrt(variance / width + epsilon);
            for (int i = 0; i < width; i++) {
                row[at + i] = (float) ((row[at + i] - mean) * scale * factors[i] + summands[i]);
            }
        });
    }

    private static Value length(Call call) {
        Value x = call.in(0);
        int axis = call.axis(-1, x.rank());
        boolean sum = call.node().integer("p", 2) == 1;
        int width = x.shape()[axis];
        int inner = Shape.size(Arrays.copyOfRange(x.shape(), axis + 1, x.rank()));
        return rows(x, width, inner, (row, at, step) -> {
            double length = 0;
            for (int i = 0; i < width; i++) {
                double value = row[at + i * step];
                length += sum ? Math.abs(value) : value * value;
            }
            length = sum ? length : Math.sqrt(length);
            for (int i = 0; i < width; i++) {
                row[at + i * step] = length == 0 ? 0 : (float) (row[at + i * step] / length);
            }
        });
    }

    /** Changes numbers that belong together, in place. */
    @FunctionalInterface
    private interface Row {
        void change(float[] values, int at, int step);
    }

    /** A copy of a tensor in which every row of {@code width} numbers, {@code inner} apart, was changed. */
    private static Value rows(Value x, int width, int inner, Row row) {
        float[] values = x.floats().clone();
        int rows = width == 0 ? 0 : values.length / width;
        Chunks.run(rows, Math.max(1, width), (from, to) -> {
            for (int r = from; r < to; r++) {
                row.change(values, r / inner * inner * width + r % inner, inner);
            }
        });
        return Value.of(x.type(), x.shape(), values);
    }
}
