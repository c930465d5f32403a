package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Value;

/** A linear layer that a graph ran: the product of a value with a matrix of the file, and the vector that was then added. */
public final class Linear implements Part {

    private final Node node;
    private final Value input;
    private final Parameter weight;
    private final Value product;
    private Parameter bias;
    private String outputName;

    Linear(Node node, Value input, Parameter weight, Value product) {
        this.node = node;
        this.input = input;
        this.weight = weight;
        this.product = product;
    }

    void completed(Parameter added, String name) {
        bias = added;
        reached(name);
    }

    void reached(String name) {
        outputName = name;
    }

    /** The product. */
    public Node node() {
        return node;
    }

    /** What the layer was applied to. */
    public Value input() {
        return input;
    }

    /** The result of {@link #node}; the bias may be added by a node of its own. */
    public Value product() {
        return product;
    }

    /** The matrix, {@code [out, in]}. */
    public Parameter weight() {
        return weight;
    }

    /** The bias, {@code [out]}; null if none was added. */
    public Parameter bias() {
        return bias;
    }

    /** The result, bias added, row-major. */
    public float[] output() {
        return biased(product.floats());
    }

    /** What becomes of numbers in place of the product's result when the bias is added where it is yet to be added. */
    public float[] biased(float[] results) {
        float[] sum = results.clone();
        if (bias != null && !node.op().equals("Gemm")) {
            float[] added = bias.value().floats();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += added[i % added.length];
            }
        }
        return sum;
    }

    /** The result's name in the graph. */
    public String outputName() {
        return outputName;
    }

    /** Width of the result. */
    public int out() {
        return weight.shape()[0];
    }

    /** Width of the input. */
    public int in() {
        return weight.shape()[1];
    }
}
