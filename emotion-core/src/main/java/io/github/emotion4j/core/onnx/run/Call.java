package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.Arrays;
import java.util.List;

/**
 * A node and what it is given.
 *
 * @param node the node
 * @param inputs null where an optional input was left out
 * @param opset version of ONNX's own operator set
 */
record Call(Node node, List<Value> inputs, int opset) {

    /** What computes the outputs of a node. */
    @FunctionalInterface
    interface Operator {
        List<Value> apply(Call call);
    }

    /** Whether an input was given. */
    boolean has(int input) {
        return input < inputs.size() && inputs.get(input) != null;
    }

    /** An input. */
    Value in(int input) {
        if (!has(input)) {
            throw new Refusal("input " + input + " is missing");
        }
        return inputs.get(input);
    }

    /** An axis given as an attribute, counted from the front. */
    int axis(long absent, int rank) {
        return Shape.axis(node.integer("axis", absent), rank);
    }

    /** A list that old opsets give as an attribute and new ones as an input; null if it is not given. */
    long[] list(String attribute, int input) {
        if (node.has(attribute)) {
            return node.integers(attribute).orElseThrow();
        }
        return has(input) ? in(input).integers() : null;
    }

    /** The same, required. */
    int[] sizes(String attribute, int input) {
        long[] list = list(attribute, input);
        if (list == null) {
            throw new Refusal("'" + attribute + "' is missing");
        }
        return Arrays.stream(list).mapToInt(Math::toIntExact).toArray();
    }
}
