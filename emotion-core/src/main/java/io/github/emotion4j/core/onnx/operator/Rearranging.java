package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Movement;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** ONNX's operators that only rearrange their first input, as {@link Movement}s: one per output. */
final class Rearranging {

    private static final Set<String> OPS = Set.of(
            "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Gather", "Expand", "Tile", "Split");

    private Rearranging() {}

    static boolean covers(String op) {
        return OPS.contains(op);
    }

    /**
     * The movements of a node.
     *
     * @param shape of the first input
     * @param others the known values of the further inputs, null where one was left out
     */
    static List<Movement> of(Node node, int[] shape, List<Known> others) {
        return switch (node.op()) {
            case "Reshape" -> List.of(Movement.reshape(shape, reshaped(node, shape, list(node, "shape", others, 0))));
            case "Flatten" -> List.of(Movement.reshape(shape, flattened(node, shape)));
            case "Squeeze" -> List.of(Movement.reshape(shape, squeezed(shape, list(node, "axes", others, 0))));
            case "Unsqueeze" -> List.of(Movement.reshape(shape, unsqueezed(shape, list(node, "axes", others, 0))));
            case "Transpose" -> List.of(Movement.transpose(shape, order(node, shape.length)));
            case "Slice" -> List.of(slice(node, shape, others));
            case "Gather" -> {
                Known indices = others.get(0);
                yield List.of(Movement.gather(
                        shape,
                        Shape.axis(node.integer("axis", 0), shape.length),
                        indices.toIntegers(),
                        indices.shape()));
            }
            case "Expand" ->
                List.of(Movement.expand(
                        shape, Shape.broadcast(shape, sizes(others.get(0).toIntegers()))));
            case "Tile" -> List.of(Movement.tile(shape, others.get(0).toIntegers()));
            case "Split" -> split(node, shape, list(node, "split", others, 0));
            default -> throw new IllegalArgumentException(node.op());
        };
    }

    /** A list that old opsets give as an attribute and new ones as an input; null if it is not given. */
    private static long[] list(Node node, String name, List<Known> others, int index) {
        if (node.has(name)) {
            return node.integers(name).orElseThrow();
        }
        return index < others.size() && others.get(index) != null
                ? others.get(index).toIntegers()
                : null;
    }

    private static int[] reshaped(Node node, int[] shape, long[] wanted) {
        int[] out = new int[wanted.length];
        int free = -1;
        long known = 1;
        for (int i = 0; i < out.length; i++) {
            if (wanted[i] == -1 && free < 0) {
                free = i;
                continue;
            }
            boolean copied = wanted[i] == 0 && node.integer("allowzero", 0) == 0;
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

    private static int[] flattened(Node node, int[] shape) {
        long axis = node.integer("axis", 1);
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

    private static int[] order(Node node, int rank) {
        return node.integers("perm")
                .map(perm -> Arrays.stream(perm).mapToInt(Math::toIntExact).toArray())
                .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    }

    private static Movement slice(Node node, int[] shape, List<Known> others) {
        long[] starts = list(node, "starts", others, 0);
        long[] ends = list(node, "ends", others, 1);
        long[] axes = list(node, "axes", others, 2);
        long[] steps = list(node, "steps", others, 3);
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
        return Movement.slice(shape, from, counts, step);
    }

    private static long clamp(long index, long size, long stride) {
        long positive = index < 0 ? index + size : index;
        return stride > 0 ? Math.max(0, Math.min(size, positive)) : Math.max(0, Math.min(size - 1, positive));
    }

    private static long clampEnd(long index, long size, long stride) {
        long positive = index < 0 ? index + size : index;
        return stride > 0 ? Math.max(0, Math.min(size, positive)) : Math.max(-1, Math.min(size - 1, positive));
    }

    private static List<Movement> split(Node node, int[] shape, long[] sizes) {
        int axis = Shape.axis(node.integer("axis", 0), shape.length);
        int parts = node.outputs().size();
        int each = (shape[axis] + parts - 1) / parts;
        var movements = new ArrayList<Movement>();
        int start = 0;
        for (int i = 0; i < parts; i++) {
            int size = sizes != null ? Math.toIntExact(sizes[i]) : Math.min(each, shape[axis] - start);
            int[] from = new int[shape.length];
            int[] steps = new int[shape.length];
            Arrays.fill(steps, 1);
            int[] counts = shape.clone();
            from[axis] = start;
            counts[axis] = size;
            start += size;
            if (size < 0 || start > shape[axis]) {
                throw new Refusal("a split of an axis of size " + shape[axis] + " into " + Arrays.toString(sizes));
            }
            movements.add(Movement.slice(shape, from, counts, steps));
        }
        if (start != shape[axis]) {
            throw new Refusal("a split that leaves part of an axis out");
        }
        return movements;
    }

    private static int[] sizes(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }
}
