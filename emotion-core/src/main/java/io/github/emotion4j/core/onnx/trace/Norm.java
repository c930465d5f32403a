package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Value;

/** A LayerNorm that a graph ran, in one operator or in many: what was multiplied by one vector of the file, and the other that was then added. */
public final class Norm implements Part {

    private final Node node;
    private final Parameter gain;
    private final double epsilon;
    private Parameter bias;
    private Value output;
    private String outputName;

    Norm(Node node, Parameter gain, double epsilon) {
        this.node = node;
        this.gain = gain;
        this.epsilon = epsilon;
    }

    void completed(Parameter added) {
        bias = added;
    }

    void reached(String name, Value result) {
        outputName = name;
        output = result;
    }

    /** The node that multiplies by the gain. */
    public Node node() {
        return node;
    }

    /** The gain, {@code [width]}. */
    public Parameter gain() {
        return gain;
    }

    /** The bias, {@code [width]}; null if none was added. */
    public Parameter bias() {
        return bias;
    }

    /** What was added to the variance; 0 if nothing was. */
    public double epsilon() {
        return epsilon;
    }

    /** The result. */
    public Value output() {
        return output;
    }

    /** The result's name in the graph. */
    public String outputName() {
        return outputName;
    }
}
