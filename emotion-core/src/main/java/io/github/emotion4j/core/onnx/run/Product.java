package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Matrix products in float32, written so that the compiler uses vector instructions: panels of the right matrix, eight of their rows at a time. */
final class Product {

    private static final int DEPTH = 64;
    private static final int WIDTH = 256;
    private static final int UNROLLED = 8;

    private Product() {}

    static void register(Map<String, Call.Operator> operators) {
        operators.put("MatMul", call -> List.of(multiply(call.in(0), call.in(1))));
        operators.put("Gemm", call -> List.of(gemm(call)));
    }

    private static Value gemm(Call call) {
        Value a = call.node().integer("transA", 0) != 0 ? Rearranging.transposed(call.in(0), 1, 0) : call.in(0);
        Value b = call.node().integer("transB", 0) != 0 ? Rearranging.transposed(call.in(1), 1, 0) : call.in(1);
        Value product = scaled(multiply(a, b), call.node().number("alpha", 1));
        return call.has(2)
                ? Elementwise.binary(product, scaled(call.in(2), call.node().number("beta", 1)), Float::sum, Long::sum)
                : product;
    }

    private static Value scaled(Value x, double factor) {
        return factor == 1 ? x : Elementwise.map(x, v -> (float) (v * factor));
    }

    /** {@code a b} for the last two axes, the others broadcast, as NumPy's matmul. */
    static Value multiply(Value a, Value b) {
        if (a.rank() == 0 || b.rank() == 0 || a.type() != b.type()) {
            throw new Refusal("a product of " + a.type() + Arrays.toString(a.shape()) + " and " + b.type()
                    + Arrays.toString(b.shape()));
        }
        if (a.rank() == 1) {
            return dropped(multiply(a.reshaped(1, a.size()), b), 2);
        }
        if (b.rank() == 1) {
            return dropped(multiply(a, b.reshaped(b.size(), 1)), 1);
        }
        int rows = a.shape()[a.rank() - 2];
        int inner = a.lastAxis();
        int columns = b.lastAxis();
        if (b.shape()[b.rank() - 2] != inner) {
            throw new Refusal(
                    "a product of the shapes " + Arrays.toString(a.shape()) + " and " + Arrays.toString(b.shape()));
        }
        int[] outer = Shape.broadcast(Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
        int[] to = Arrays.copyOf(outer, outer.length + 2);
        to[outer.length] = rows;
        to[outer.length + 1] = columns;
        float[] left = a.floats();
        FloatBuffer right = b.buffer();
        float[] result = new float[Shape.allocatable(to)];
        if (b.rank() == 2) {
            multiply(left, 0, right, 0, result, 0, Shape.size(outer) * rows, inner, columns);
            return Value.of(a.type(), to, result);
        }
        int[] lefts = Shape.walk(outer, Shape.strides(Arrays.copyOf(a.shape(), a.rank() - 2), outer), 0);
        int[] rights = Shape.walk(outer, Shape.strides(Arrays.copyOf(b.shape(), b.rank() - 2), outer), 0);
        Chunks.run(lefts.length, rows * columns, (from, end) -> {
            for (int i = from; i < end; i++) {
                multiply(
                        left,
                        lefts[i] * rows * inner,
                        right,
                        rights[i] * inner * columns,
                        result,
                        i * rows * columns,
                        rows,
                        inner,
                        columns);
            }
        });
        return Value.of(a.type(), to, result);
    }

    /** Without the axis, {@code back} from the end, that a vector was given. */
    private static Value dropped(Value product, int back) {
        int at = product.rank() - back;
        int[] shape = new int[product.rank() - 1];
        System.arraycopy(product.shape(), 0, shape, 0, at);
        System.arraycopy(product.shape(), at + 1, shape, at, shape.length - at);
        return product.reshaped(shape);
    }

    /** {@code c += a b}, each from an offset on: {@code [rows, columns] += [rows, inner] [inner, columns]}. */
    private static void multiply(
            float[] a, int atA, FloatBuffer b, int atB, float[] c, int atC, int rows, int inner, int columns) {
        int cost = (int) Math.min(1 << 20, (long) rows * inner * WIDTH / UNROLLED);
        Chunks.run((columns + WIDTH - 1) / WIDTH, cost, (from, to) -> {
            for (int block = from; block < to; block++) {
                int start = block * WIDTH;
                int width = Math.min(WIDTH, columns - start);
                float[][] panel = new float[Math.min(DEPTH, inner)][width];
                float[] sums = new float[width];
                for (int top = 0; top < inner; top += DEPTH) {
                    int depth = Math.min(DEPTH, inner - top);
                    for (int k = 0; k < depth; k++) {
                        b.get(atB + (top + k) * columns + start, panel[k], 0, width);
                    }
                    for (int row = 0; row < rows; row++) {
                        int target = atC + row * columns + start;
                        System.arraycopy(c, target, sums, 0, width);
                        add(a, atA + row * inner + top, panel, depth, sums, width);
                        System.arraycopy(sums, 0, c, target, width);
                    }
                }
            }
        });
    }

    /** {@code sums += Σ a[at + k] panel[k]}. */
    private static void add(float[] a, int at, float[][] panel, int depth, float[] sums, int width) {
        int k = 0;
        for (; k + UNROLLED <= depth; k += UNROLLED) {
            addEight(a, at + k, panel, k, sums, width);
        }
        for (; k < depth; k++) {
            float factor = a[at + k];
            float[] row = panel[k];
            for (int j = 0; j < width; j++) {
                sums[j] += factor * row[j];
            }
        }
    }

    private static void addEight(float[] a, int at, float[][] panel, int k, float[] sums, int width) {
        float a0 = a[at];
        float a1 = a[at + 1];
        float a2 = a[at + 2];
        float a3 = a[at + 3];
        float a4 = a[at + 4];
        float a5 = a[at + 5];
        float a6 = a[at + 6];
        float a7 = a[at + 7];
        float[] p0 = panel[k];
        float[] p1 = panel[k + 1];
        float[] p2 = panel[k + 2];
        float[] p3 = panel[k + 3];
        float[] p4 = panel[k + 4];
        float[] p5 = panel[k + 5];
        float[] p6 = panel[k + 6];
        float[] p7 = panel[k + 7];
        for (int j = 0; j < width; j++) {
            sums[j] += a0 * p0[j]
                    + a1 * p1[j]
                    + a2 * p2[j]
                    + a3 * p3[j]
                    + a4 * p4[j]
                    + a5 * p5[j]
                    + a6 * p6[j]
                    + a7 * p7[j];
        }
    }
}
