package io.github.emotion4j.core.export;

import io.github.emotion4j.core.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onnx.Onnx;

/** An ONNX graph under construction: nodes in execution order, each with one output whose name is also the node's. Not thread-safe. */
final class OnnxGraph {

    /** Opset 17 brought LayerNormalization; version 8 of the format goes with it. */
    private static final int OPSET = 17;

    private static final int FORMAT = 8;

    private final Onnx.GraphProto.Builder graph;
    private final Onnx.ModelProto.Builder model = Onnx.ModelProto.newBuilder()
            .setIrVersion(FORMAT)
            .setProducerName("emotion4j")
            .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPSET));
    private final List<OnnxWeight> weights = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    OnnxGraph(String name) {
        graph = Onnx.GraphProto.newBuilder().setName(name);
    }

    /** An int64 input {@code [batch, length]}. */
    String input(String name) {
        names.add(name);
        graph.addInput(value(name, Onnx.TensorProto.DataType.INT64, "batch", "length"));
        return name;
    }

    /** Declares a value as a float output; its axes are numbers or the names of dynamic sizes. */
    void output(String name, String source, Object... shape) {
        // The node that computes the value is renamed, so that no Identity is needed.
        int last = graph.getNodeCount() - 1;
        if (!graph.getNode(last).getOutput(0).equals(source)) {
            throw new IllegalStateException("the output must be the last node, found " + source);
        }
        graph.getNodeBuilder(last).setOutput(0, name);
        graph.addOutput(value(name, Onnx.TensorProto.DataType.FLOAT, shape));
    }

    void metadata(String key, String text) {
        model.addMetadataProps(
                Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(text));
    }

    /** Whether something of that name is there. */
    boolean has(String name) {
        return names.contains(name);
    }

    /** Adds a node, whose name is also that of its output; it gets a number where layers share their weights, and so their names. */
    String node(String operator, String wished, List<String> inputs, Onnx.AttributeProto... attributes) {
        String name = wished;
        for (int number = 2; !names.add(name); number++) {
            name = wished + "." + number;
        }
        graph.addNode(Onnx.NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(inputs)
                .addOutput(name)
                .addAllAttribute(List.of(attributes)));
        return name;
    }

    /** A weight as it is; of one name there is one. */
    String weight(String name, Tensor tensor) {
        if (names.add(name)) {
            weights.add(new OnnxWeight(name, tensor, false));
        }
        return name;
    }

    /** A matrix {@code [out, in]}, written as {@code [in, out]}, the form that MatMul takes. */
    String transposed(String name, Tensor matrix) {
        if (names.add(name)) {
            weights.add(new OnnxWeight(name, matrix, true));
        }
        return name;
    }

    /** A one-dimensional int64 constant: a shape, axes. */
    String integers(String name, long... values) {
        return constant(name, integers(values).addDims(values.length));
    }

    /** An int64 constant of several rows. */
    String table(String name, int rows, long... values) {
        return constant(name, integers(values).addDims(rows).addDims(values.length / rows));
    }

    /** An int64 constant without axes: an index. */
    String index(String name, long value) {
        return constant(name, integers(value));
    }

    /** A float constant without axes. */
    String scalar(String name, float value) {
        return constant(name, floats(value));
    }

    /** A float constant of one row, {@code [1, values]}. */
    String row(String name, float... values) {
        return constant(name, floats(values).addDims(1).addDims(values.length));
    }

    /** Of one name there is one. */
    private String constant(String name, Onnx.TensorProto.Builder tensor) {
        if (names.add(name)) {
            graph.addInitializer(tensor.setName(name));
        }
        return name;
    }

    private static Onnx.TensorProto.Builder integers(long... values) {
        var tensor = Onnx.TensorProto.newBuilder().setDataType(Onnx.TensorProto.DataType.INT64.getNumber());
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor;
    }

    private static Onnx.TensorProto.Builder floats(float... values) {
        var tensor = Onnx.TensorProto.newBuilder().setDataType(Onnx.TensorProto.DataType.FLOAT.getNumber());
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor;
    }

    static Onnx.AttributeProto attribute(String name, long value) {
        return Onnx.AttributeProto.newBuilder()
                .setName(name)
                .setType(Onnx.AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static Onnx.AttributeProto attribute(String name, float value) {
        return Onnx.AttributeProto.newBuilder()
                .setName(name)
                .setType(Onnx.AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static Onnx.AttributeProto permutation(long... axes) {
        var attribute =
                Onnx.AttributeProto.newBuilder().setName("perm").setType(Onnx.AttributeProto.AttributeType.INTS);
        for (long axis : axes) {
            attribute.addInts(axis);
        }
        return attribute.build();
    }

    void write(Path file) throws IOException {
        OnnxFile.write(model.build(), graph.build(), weights, file);
    }

    private static Onnx.ValueInfoProto value(String name, Onnx.TensorProto.DataType type, Object... shape) {
        var dimensions = Onnx.TensorShapeProto.newBuilder();
        for (Object axis : shape) {
            var dimension = Onnx.TensorShapeProto.Dimension.newBuilder();
            dimensions.addDim(
                    axis instanceof Integer size ? dimension.setDimValue(size) : dimension.setDimParam((String) axis));
        }
        return Onnx.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(Onnx.TypeProto.newBuilder()
                        .setTensorType(Onnx.TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
