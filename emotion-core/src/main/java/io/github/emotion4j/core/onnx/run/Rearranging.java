package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** ONNX's operators that only rearrange what they are given: shapes, parts, repetitions. */
public final class Rearranging {

    private Rearranging() {}

    static void register(Map<String, Call.Operator> operators) {
        shape(operators, "Reshape", Rearranging::reshaped);
        shape(operators, "Flatten", Rearranging::flattened);
        shape(operators, "Squeeze", call -> squeezed(call.in(0).shape(), call.list("axes", 1)));
        shape(operators, "Unsqueeze", call -> unsqueezed(call.in(0).shape(), call.list("axes", 1)));
        operators.put("Transpose", call -> List.of(transposed(call.in(0), order(call))));
        operators.put("Slice", call -> List.of(slice(call)));
        operators.put("Split", Rearranging::split);
        operators.put("Expand", call -> List.of(expanded(call)));
        operators.put("Tile", call -> List.of(tiled(call)));
        operators.put("Concat", call -> List.of(concat(call)));
    }

    private static void shape(Map<String, Call.Operator> operators, String name, Function<Call, int[]> shape) {
        operators.put(name, call -> List.of(call.in(0).reshaped(shape.apply(call))));
    }

    /** Axis {@code i} of the result is axis {@code order[i]} of the source. */
    public static Value transposed(Value x, int... order) {
        int rank = x.rank();
        if (order.length != rank || Arrays.stream(order).distinct().count() != rank) {
            throw new Refusal(Arrays.toString(order) + " is not a permutation of " + rank + " axes");
        }
        int[] steps = Shape.steps(x.shape());
        return x.strided(
                Arrays.stream(order).map(axis -> x.shape()[axis]).toArray(),
                Arrays.stream(order).map(axis -> steps[axis]).toArray(),
                0);
    }

    private static int[] reshaped(Call call) {
        int[] shape = call.in(0).shape();
        long[] wanted = call.list("shape", 1);
        int[] out = new int[wanted.length];
        int free = -1;
        long known = 1;
        for (int i = 0; i < out.length; i++) {
            if (wanted[i] == -1 && free < 0) {
                free = i;
                continue;
            }
            boolean copied = wanted[i] == 0 && call.node().integer("allowzero", 0) == 0;
            out[i] = copied ? shape[i] : Math.toIntExact(wanted[i]);
            known = Math.multiplyExact(known, out[i]);
        }
        if (free >= 0) {
            int size = Shape.size(shape);
            if (known <= 0 || size % known != 0) {
                throw new Refusal(Arrays.toString(shape) + " cannot be reshaped to " + Arrays.toString(wanted));
            }
            out[free] = (int) (size / known);
        }
        return out;
    }

    private static int[] flattened(Call call) {
        int[] shape = call.in(0).shape();
        long axis = call.node().integer("axis", 1);
        int split = axis == shape.length ? shape.length : Shape.axis(axis, shape.length);
        return new int[] {
            Shape.size(Arrays.copyOf(shape, split)), Shape.size(Arrays.copyOfRange(shape, split, shape.length))
        };
    }

    private static int[] squeezed(int[] shape, long[] axes) {
        boolean[] drop = new boolean[shape.length];
        if (axes == null) {
            for (int i = 0; i < shape.length; i++) {
                drop[i] = shape[i] == 1;
            }
        } else {
            for (long axis : axes) {
                int at = Shape.axis(axis, shape.length);
                if (shape[at] != 1) {
                    throw new Refusal("axis " + axis + " of shape " + Arrays.toString(shape) + " is not of size 1");
                }
                drop[at] = true;
            }
        }
        return IntStream.range(0, shape.length)
                .filter(i -> !drop[i])
                .map(i -> shape[i])
                .toArray();
    }

    private static int[] unsqueezed(int[] shape, long[] axes) {
        int rank = shape.length + axes.length;
        boolean[] added = new boolean[rank];
        for (long axis : axes) {
            added[Shape.axis(axis, rank)] = true;
        }
        int[] out = new int[rank];
        int next = 0;
        for (int i = 0; i < rank; i++) {
            out[i] = added[i] ? 1 : shape[next++];
        }
        if (next != shape.length) {
            throw new Refusal("axes " + Arrays.toString(axes) + " repeat themselves");
        }
        return out;
    }

    private static int[] order(Call call) {
        int rank = call.in(0).rank();
        return call.node().has("perm")
                ? call.sizes("perm", 1)
                : IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    }

    private static Value slice(Call call) {
        int[] shape = call.in(0).shape();
        long[] starts = call.list("starts", 1);
        long[] ends = call.list("ends", 2);
        long[] axes = call.list("axes", 3);
        long[] steps = call.list("steps", 4);
        int[] from = new int[shape.length];
        int[] step = new int[shape.length];
        Arrays.fill(step, 1);
        int[] counts = shape.clone();
        for (int i = 0; i < starts.length; i++) {
            int axis = axes == null ? i : Shape.axis(axes[i], shape.length);
            long stride = steps == null ? 1 : steps[i];
            long size = shape[axis];
            if (stride == 0) {
                throw new Refusal("a slice with step 0");
            }
            long first = clamp(starts[i], size, stride);
            long end = clampEnd(ends[i], size, stride);
            long count = stride > 0 ? (end - first + stride - 1) / stride : (first - end - stride - 1) / -stride;
            from[axis] = (int) first;
            step[axis] = Math.toIntExact(Math.max(-size - 1, Math.min(size + 1, stride)));
            counts[axis] = (int) Math.max(0, count);
        }
        return part(call.in(0), from, counts, step);
    }

    private static long clamp(long index, long size, long stride) {
        long positive = index < 0 ? index + size : index;
        return stride > 0 ? Math.max(0, Math.min(size, positive)) : Math.max(0, Math.min(size - 1, positive));
    }

    private static long clampEnd(long index, long size, long stride) {
        long positive = index < 0 ? index + size : index;
        return stride > 0 ? Math.max(0, Math.min(size, positive)) : Math.max(-1, Math.min(size - 1, positive));
    }

    /** {@code counts[i]} elements of each axis from {@code from[i]} on, {@code step[i]} apart. */
    private static Value part(Value x, int[] from, int[] counts, int[] step) {
        int[] walk = Shape.steps(x.shape());
        int offset = 0;
        for (int i = 0; i < walk.length; i++) {
            offset += counts[i] > 0 ? from[i] * walk[i] : 0;
            walk[i] *= step[i];
        }
        return x.strided(counts, walk, offset);
    }

    private static List<Value> split(Call call) {
        Value x = call.in(0);
        int[] shape = x.shape();
        long[] sizes = call.list("split", 1);
        int axis = call.axis(0, shape.length);
        int parts = call.node().outputs().size();
        int each = (shape[axis] + parts - 1) / parts;
        int[] ones = new int[shape.length];
        Arrays.fill(ones, 1);
        var values = new ArrayList<Value>();
        int start = 0;
        for (int i = 0; i < parts; i++) {
            int size = sizes != null ? Math.toIntExact(sizes[i]) : Math.min(each, shape[axis] - start);
            if (size < 0 || size > shape[axis] - start) {
                throw new Refusal("a split of an axis of size " + shape[axis] + " into " + Arrays.toString(sizes));
            }
            int[] from = new int[shape.length];
            int[] counts = shape.clone();
            from[axis] = start;
            counts[axis] = size;
            start += size;
            values.add(part(x, from, counts, ones));
        }
        if (start != shape[axis]) {
            throw new Refusal("a split that leaves part of an axis out");
        }
        return values;
    }

    private static Value expanded(Call call) {
        return expanded(call.in(0), Shape.broadcast(call.in(0).shape(), call.sizes("shape", 1)));
    }

    /** Repeats along axes of size 1 and new leading axes. */
    static Value expanded(Value x, int... to) {
        return x.strided(to, Shape.strides(x.shape(), to), 0);
    }

    private static Value tiled(Call call) {
        Value x = call.in(0);
        int[] repeats = call.sizes("repeats", 1);
        int[] to = new int[x.rank()];
        for (int i = 0; i < to.length; i++) {
            to[i] = Math.multiplyExact(x.shape()[i], repeats[i]);
        }
        int[] steps = Shape.steps(x.shape());
        int[] sources = new int[Shape.allocatable(to)];
        for (int i = 0; i < sources.length; i++) {
            int rest = i;
            for (int axis = to.length - 1; axis >= 0; axis--) {
                sources[i] += rest % to[axis] % x.shape()[axis] * steps[axis];
                rest /= to[axis];
            }
        }
        return x.pick(sources, to);
    }

    private static Value concat(Call call) {
        Value first = call.in(0);
        int axis = call.axis(0, first.rank());
        int[] shape = first.shape().clone();
        shape[axis] = 0;
        for (Value part : call.inputs()) {
            shape[axis] = Math.addExact(shape[axis], part.shape()[axis]);
            int[] rest = part.shape().clone();
            rest[axis] = shape[axis];
            if (part.type() != first.type() || !Arrays.equals(rest, shape)) {
                throw new Refusal("parts of different types or shapes");
            }
        }
        int size = Shape.allocatable(shape);
        int outer = Shape.size(Arrays.copyOf(shape, axis));
        Object target = first.isFloat() ? new float[size] : new long[size];
        int width = outer == 0 ? 0 : size / outer;
        int start = 0;
        for (Value part : call.inputs()) {
            Object source = part.isFloat() ? part.floats() : part.integers();
            int chunk = outer == 0 ? 0 : part.size() / outer;
            for (int o = 0; o < outer; o++) {
                System.arraycopy(source, o * chunk, target, o * width + start, chunk);
            }
            start += chunk;
        }
        return first.isFloat()
                ? Value.of(first.type(), shape, (float[]) target)
                : Value.of(first.type(), shape, (long[]) target);
    }
}
