package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.List;

/** Something a graph did with numbers of its file. */
public sealed interface Part {

    /** The node that did it, or began to. */
    Node node();

    /** Its result. */
    Result result();

    /**
     * A value and its name in the graph.
     *
     * @param name in the graph
     * @param value the numbers
     */
    record Result(String name, Value value) {

        /** Number of rows. */
        public int rows() {
            return value.size() / value.lastAxis();
        }
    }

    /**
     * Rows of a table were taken.
     *
     * @param table {@code [rows, width]}
     * @param indices which rows; null where they were known before any token
     */
    record LookUp(Node node, Parameter table, Value indices, Result result) implements Part {}

    /**
     * A value was multiplied by a matrix.
     *
     * @param input the value
     * @param weight {@code [out, in]}
     * @param bias what was added then, {@code [out]}; null if nothing was
     * @param result of the product; the bias is in it already if the node itself adds it
     */
    record Linear(Node node, Value input, Parameter weight, Parameter bias, Result result) implements Part {

        /** The result with the bias, row-major, once {@code product} is in place of the product's. */
        public float[] withBias(float[] product) {
            if (bias == null || node.op().equals("Gemm")) {
                return product;
            }
            float[] sums = product.clone();
            float[] added = bias.value().floats();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += added[i % added.length];
            }
            return sums;
        }

        /** The result with the bias. */
        public float[] output() {
            return withBias(result.value().floats());
        }
    }

    /**
     * A LayerNorm, in one operator or in many: a value was multiplied by a vector, and perhaps another was added.
     *
     * @param gain {@code [width]}
     * @param bias {@code [width]}; null if nothing was added
     * @param epsilon what was added to the variance; 0 if nothing was
     */
    record Norm(Node node, Parameter gain, Parameter bias, double epsilon, Result result) implements Part {}

    /**
     * An attention: products of queries and keys, a softmax, the product with values.
     *
     * @param projections the products by which queries, keys and values were made
     */
    record Attention(Node node, List<Node> projections, int heads, Result result) implements Part {}
}
