package io.github.emotion4j.core.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;

/** Running a graph gives the numbers that onnxruntime gives: of whole encoders, and of single operators in their variants. */
class InterpreterTest {

    private final Random random = new Random(3);
    private final List<DynamicTest> tests = new ArrayList<>();

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> anEncoderOfAnyFamilyGivesTheNumbersOfOnnxruntime() throws Exception {
        Path shared = Path.of(System.getProperty("emotion.reference", "missing"));
        assumeTrue(Files.isDirectory(shared), () -> "no reference files in " + shared);
        try (Stream<Path> files = Files.walk(shared)) {
            return files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(
                            shared.relativize(file).toString(), () -> compareOnRandomTexts(file)));
        }
    }

    private void compareOnRandomTexts(Path file) throws Exception {
        OnnxGraph graph = OnnxGraph.read(file);
        for (int[] shape : new int[][] {{1, 1}, {2, 6}, {3, 17}}) {
            var feeds = new HashMap<String, Value>();
            for (String name : graph.inputs().keySet()) {
                long[] numbers = random.longs(shape[0] * shape[1], 0, name.equals("input_ids") ? 90 : 2)
                        .toArray();
                for (int row = 0; name.contains("mask") && row < shape[0]; row++) {
                    numbers[row * shape[1]] = 1;
                }
                feeds.put(name, Value.of(ElementType.I64, shape, numbers));
            }
            compare(file, graph, feeds);
        }
    }

    @TestFactory
    Stream<DynamicTest> arithmeticGivesTheNumbersOfOnnxruntime() {
        for (String op : List.of("Neg", "Abs", "Sign", "Exp", "Floor", "Ceil", "Round", "Sin", "Cos", "Erf", "Tanh")) {
            operator(op, List.of(floats(2, 3, 4)));
        }
        for (String op :
                List.of("Sigmoid", "Relu", "Identity", "Reciprocal", "Gelu", "Shape", "Size", "IsNaN", "IsInf")) {
            operator(op, List.of(floats(2, 3, 4)));
        }
        for (String op : List.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Equal", "Less", "GreaterOrEqual")) {
            operator(op, List.of(floats(2, 1, 4), floats(3, 1)));
            operator(op, List.of(ints(7, -7, 2, 0).reshaped(2, 2), ints(-2, 3)));
        }
        operator("Gelu", List.of(floats(9)), text("approximate", "tanh"));
        operator("Mod", List.of(ints(7, -7, 5, -5), ints(3, 3, -3, -3)));
        operator("Mod", List.of(floats(6), floats(6)), integers("fmod", 1));
        operator("Clip", List.of(floats(9), Value.scalar(-0.5f), Value.scalar(0.25f)));
        operator("Pow", List.of(floats(2, 3), Value.scalar(3)));
        operator("Where", List.of(bools(true, false, true), floats(2, 3), floats(3)));
        operator("Not", List.of(bools(true, false)));
        operator("Xor", List.of(bools(true, false), bools(true, true)));
        operator("Cast", List.of(floats(9)), integers("to", DataType.INT64.getNumber()));
        operator("Cast", List.of(ints(0, 300, -1)), integers("to", DataType.UINT8.getNumber()));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> rearrangingGivesTheNumbersOfOnnxruntime() {
        Value x = floats(2, 3, 4);
        operator("Transpose", List.of(x), list("perm", 2, 0, 1));
        operator("Flatten", List.of(x), integers("axis", 2));
        operator("Reshape", List.of(x, ints(0, -1)));
        operator("Squeeze", List.of(floats(2, 1, 4, 1), ints(-1)));
        operator("Squeeze", List.of(floats(2, 1, 4, 1)));
        operator("Unsqueeze", List.of(x, ints(-1, 0)));
        operator("Expand", List.of(floats(3, 1), ints(2, 1, 4)));
        operator("Tile", List.of(x, ints(1, 2, 3)));
        operator("Slice", List.of(x, ints(-1, 9), ints(-9, 0), ints(1, 2), ints(-1, -2)));
        operator("Slice", List.of(x, ints(1), ints(Long.MAX_VALUE), ints(1)));
        operator("Concat", List.of(x, floats(2, 1, 4)), integers("axis", -2));
        operator("Gather", List.of(x, ints(-1, 0, 1, 2).reshaped(2, 2)), integers("axis", 1));
        operator("GatherElements", List.of(floats(3, 2), ints(2, -1).reshaped(1, 2)));
        operator("GatherElements", List.of(floats(2, 3), ints(2, -1, 0, 0).reshaped(2, 2)), integers("axis", 1));
        operator("GatherND", List.of(x, ints(1, 0, -1, 2).reshaped(2, 2)));
        operator("CumSum", List.of(floats(3, 4), ints(1).reshaped()));
        operator("Range", List.of(ints(9).reshaped(), ints(1).reshaped(), ints(-3).reshaped()));
        operator("ConstantOfShape", List.of(ints(2, 3)));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> productsAndSumsGiveTheNumbersOfOnnxruntime() {
        Value x = floats(2, 3, 4);
        operator("MatMul", List.of(floats(2, 1, 70, 130), floats(3, 130, 9)));
        operator("MatMul", List.of(floats(5, 11), floats(11, 600)));
        operator("MatMul", List.of(floats(7), floats(2, 7, 3)));
        operator("MatMul", List.of(floats(2, 3, 7), floats(7)));
        AttributeProto[] scales = {number("alpha", 0.5f), number("beta", 2)};
        operator("Gemm", List.of(floats(5, 3), floats(4, 5), floats(4)), integers("transA", 1), integers("transB", 1));
        operator("Gemm", List.of(floats(3, 5), floats(5, 4), floats(3, 1)), scales);
        operator("Softmax", List.of(x));
        operator("Softmax", List.of(x), integers("axis", 1));
        operator("LogSoftmax", List.of(x), integers("axis", 0));
        operator("ReduceMean", List.of(x, ints(0, -1)), integers("keepdims", 0));
        operator("ReduceSum", List.of(x));
        operator("ReduceSum", List.of(ints(1, 2, 3, 4).reshaped(2, 2), ints(1)));
        operator("ReduceL2", List.of(x, ints(1)));
        operator("ReduceMax", List.of(x, ints(2)));
        operator("ReduceProd", List.of(x, ints(2)));
        operator("LpNormalization", List.of(x), integers("axis", 1));
        operator(
                "LayerNormalization",
                List.of(x, floats(3, 4), floats(3, 4)),
                integers("axis", 1),
                number("epsilon", 0.1f));
        operator("LayerNormalization", List.of(x, floats(4)));
        return tests.stream();
    }

    private Value floats(int... shape) {
        int size = 1;
        for (int axis : shape) {
            size *= axis;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Value.of(ElementType.F32, shape, values);
    }

    private static Value ints(long... values) {
        return Value.vector(values);
    }

    private static Value bools(boolean... values) {
        long[] numbers = new long[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[i] ? 1 : 0;
        }
        return Value.of(ElementType.BOOL, new int[] {numbers.length}, numbers);
    }

    private static AttributeProto integers(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto list(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    /** Adds a test of a graph of one operator. */
    private void operator(String op, List<Value> inputs, AttributeProto... attributes) {
        NodeProto.Builder node =
                NodeProto.newBuilder().setOpType(op).addOutput("y").addAllAttribute(List.of(attributes));
        GraphProto.Builder graph = GraphProto.newBuilder().setName("g");
        var feeds = new HashMap<String, Value>();
        for (int i = 0; i < inputs.size(); i++) {
            node.addInput("x" + i);
            graph.addInput(declared("x" + i, inputs.get(i)));
            feeds.put("x" + i, inputs.get(i));
        }
        graph.addNode(node).addOutput(ValueInfoProto.newBuilder().setName("y"));
        byte[] model = ModelProto.newBuilder()
                .setIrVersion(9)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(20))
                .setGraph(graph)
                .build()
                .toByteArray();
        tests.add(DynamicTest.dynamicTest(op + " " + tests.size(), () -> {
            Path file = Files.write(folder.resolve("operator.onnx"), model);
            compare(file, OnnxGraph.read(file), feeds);
        }));
    }

    private static ValueInfoProto declared(String name, Value value) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int axis : value.shape()) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(axis));
        }
        DataType type =
                value.isFloat() ? DataType.FLOAT : value.type() == ElementType.BOOL ? DataType.BOOL : DataType.INT64;
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    private static void compare(Path file, OnnxGraph graph, Map<String, Value> feeds) throws Exception {
        Map<String, Value> found = new Interpreter(graph, graph.outputs()).run(feeds);
        Map<String, Value> expected = Onnxruntime.run(file, feeds);
        for (String name : graph.outputs()) {
            Value actual = found.get(name);
            Value right = expected.get(name);
            assertThat(actual.type()).as(name).isEqualTo(right.type());
            assertThat(actual.shape()).as(name).isEqualTo(right.shape());
            for (int i = 0; i < right.size(); i++) {
                double tolerance = 1e-5 * Math.max(1, Math.abs(right.number(i)));
                assertThat(actual.number(i))
                        .as("%s, element %d", name, i)
                        .isBetween(right.number(i) - tolerance, right.number(i) + tolerance);
            }
        }
    }
}
