package io.github.emotion4j.core.export;

import static io.github.emotion4j.core.encoder.WeightNames.bias;
import static io.github.emotion4j.core.encoder.WeightNames.gain;
import static io.github.emotion4j.core.encoder.WeightNames.weight;
import static io.github.emotion4j.core.export.OnnxGraph.attribute;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderDefinition;
import io.github.emotion4j.core.encoder.Operations;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.WeightNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;

/**
 * An encoder's operations as nodes of an ONNX graph, in the forms that PyTorch's exporter writes too. Values are names; rows of tokens are
 * {@code [batch, length, width]}. Not thread-safe.
 */
final class OnnxEncoder implements Operations<String> {

    private final OnnxGraph graph;
    private final Checkpoint checkpoint;
    private final Map<String, Tensor> head;
    private final String ids;
    private final String mask; // [batch, length] of floats 0 and 1
    private final OnnxAttention attention;
    /** Linear layers side by side, by the name of the first: nothing is joined that is split again. */
    private final Map<String, List<String>> sideBySide = new HashMap<>();

    OnnxEncoder(OnnxGraph graph, Checkpoint checkpoint) {
        this.graph = graph;
        this.checkpoint = checkpoint;
        this.head = checkpoint.head().map(h -> h.tensors()).orElse(Map.of());
        this.ids = graph.input("input_ids");
        String attended = graph.input("attention_mask");
        if (checkpoint.config().typeVocabularySize() > 0) {
            graph.input("token_type_ids");
        }
        int floats = Onnx.TensorProto.DataType.FLOAT.getNumber();
        this.mask = graph.node("Cast", "mask", List.of(attended), attribute("to", floats));
        this.attention = new OnnxAttention(graph, checkpoint.config(), ids, mask);
    }

    /** How the encoder computes, in nodes of this graph. */
    EncoderDefinition<String> definition() {
        return new EncoderDefinition<>(checkpoint.config(), this);
    }

    @Override
    public String embed(Embeddings part) {
        String sum = graph.node("Gather", "embeddings.words", List.of(weights(WeightNames.WORDS), ids));
        if (part.types() > 0) {
            String types =
                    graph.node("Gather", "embeddings.types", List.of(weights(WeightNames.TYPES), "token_type_ids"));
            sum = graph.node("Add", "embeddings.typed", List.of(sum, types));
        }
        if (part.positions() instanceof Positions.None) {
            return sum;
        }
        String rows = part.positions() instanceof Positions.AfterPadding
                ? countedAfter(part.paddingId())
                : attention.places(); // [1 or batch, length]
        String positions = graph.node("Gather", "embeddings.positions", List.of(weights(WeightNames.POSITIONS), rows));
        return graph.node("Add", "embeddings.sum", List.of(sum, positions));
    }

    /** See {@link Positions.AfterPadding}. */
    private String countedAfter(int padding) {
        int integers = Onnx.TensorProto.DataType.INT64.getNumber();
        String id = graph.index("embeddings.padding", padding);
        String padded = graph.node("Equal", "embeddings.padded", List.of(ids, id));
        String real = graph.node("Not", "embeddings.real", List.of(padded));
        String ones = graph.node("Cast", "embeddings.ones", List.of(real), attribute("to", integers));
        String counted =
                graph.node("CumSum", "embeddings.counted", List.of(ones, graph.index("embeddings.counted.axis", 1)));
        String kept = graph.node("Mul", "embeddings.kept", List.of(counted, ones));
        return graph.node("Add", "embeddings.positions.ids", List.of(kept, id));
    }

    @Override
    public String linear(Linear layer, String x) {
        List<String> outputs =
                layer.names().stream().map(name -> linear(layer, name, x)).toList();
        sideBySide.put(outputs.get(0), outputs);
        return outputs.get(0);
    }

    private String linear(Linear layer, String name, String x) {
        String matrix = graph.transposed(weight(name), tensor(weight(name)));
        String y = graph.node("MatMul", name + ".product", List.of(x, matrix));
        if (layer.bias()) {
            y = graph.node("Add", name, List.of(weights(bias(name)), y));
        }
        return layer.activation().isPresent() ? activation(layer.activation().get(), name, y) : y;
    }

    @Override
    public String norm(Norm norm, String x) {
        var inputs = norm.bias()
                ? List.of(x, weights(gain(norm.name())), weights(bias(norm.name())))
                : List.of(x, weights(gain(norm.name())));
        return graph.node("LayerNormalization", norm.name(), inputs, attribute("axis", -1), attribute("epsilon", (float)
                norm.epsilon()));
    }

    @Override
    public String addNorm(Norm norm, DropoutSite dropout, String x, String residual) {
        return norm(norm, graph.node("Add", norm.name() + ".sum", List.of(x, residual)));
    }

    @Override
    public String add(Rows rows, int width, DropoutSite dropout, String x, String residual) {
        return graph.node("Add", x + ".sum", List.of(x, residual));
    }

    @Override
    public String drop(Rows rows, int width, DropoutSite dropout, String x) {
        return x;
    }

    @Override
    public String gate(Rows rows, int width, Activation activation, String x) {
        List<String> given = sideBySide.get(x);
        return graph.node("Mul", x + ".gated", List.of(activation(activation, x, given.get(0)), given.get(1)));
    }

    @Override
    public String rotate(double base, int hidden, int heads, int parts, int columns, String x) {
        attention.rotate(base);
        return x;
    }

    @Override
    public String distances(RelativePositions.Disentangled positions, String name, int hidden) {
        return weights(name);
    }

    @Override
    public String biases(RelativePositions.Bias positions, String name, int heads) {
        return weights(name);
    }

    @Override
    public String attention(
            Attention how, DropoutSite dropout, String queries, String keysAndValues, List<String> relative) {
        return attention.context(how, sideBySide.get(queries), relative);
    }

    @Override
    public String unit(int width, String x) {
        return graph.node(
                "LpNormalization",
                "pooled.unit",
                List.of(x),
                attribute("axis", -1),
                attribute("p", 2)); // [batch, hidden]
    }

    @Override
    public String pool(Pooling pooling, int width, String x) {
        if (pooling == Pooling.CLS) {
            return graph.node("Gather", "pooled", List.of(x, graph.index("pooled.token", 0)), attribute("axis", 1));
        }
        String axis = graph.integers("pooled.axis", 1);
        String last = graph.integers("pooled.last", -1);
        String column = graph.node("Unsqueeze", "pooled.mask", List.of(mask, last)); // [batch, length, 1]
        String kept = graph.node("Mul", "pooled.kept", List.of(x, column));
        String sum = graph.node("ReduceSum", "pooled.sum", List.of(kept, axis), attribute("keepdims", 0));
        String tokens = graph.node("ReduceSum", "pooled.tokens", List.of(column, axis), attribute("keepdims", 0));
        return graph.node("Div", "pooled", List.of(sum, tokens)); // [batch, hidden]
    }

    private String activation(Activation activation, String name, String x) {
        return switch (activation) {
            case RELU -> graph.node("Relu", name + ".relu", List.of(x));
            case TANH -> graph.node("Tanh", name + ".tanh", List.of(x));
            case GELU_ERF -> {
                String root = graph.scalar("gelu.root", (float) Math.sqrt(2));
                String scaled = graph.node("Div", name + ".gelu.scaled", List.of(x, root));
                String erf = graph.node("Erf", name + ".gelu.erf", List.of(scaled));
                yield halved(name, x, erf);
            }
            case GELU_TANH -> {
                String cube = graph.node("Pow", name + ".gelu.cube", List.of(x, graph.scalar("gelu.three", 3)));
                String factor = graph.scalar("gelu.factor", 0.044715f);
                String term = graph.node("Mul", name + ".gelu.term", List.of(cube, factor));
                String sum = graph.node("Add", name + ".gelu.sum", List.of(x, term));
                String root = graph.scalar("gelu.tanh.root", (float) Math.sqrt(2 / Math.PI));
                String scaled = graph.node("Mul", name + ".gelu.scaled", List.of(sum, root));
                String tanh = graph.node("Tanh", name + ".gelu.tanh", List.of(scaled));
                yield halved(name, x, tanh);
            }
        };
    }

    /** {@code 0.5 x (1 + y)}. */
    private String halved(String name, String x, String y) {
        String shifted = graph.node("Add", name + ".gelu.shifted", List.of(y, graph.scalar("one", 1)));
        String product = graph.node("Mul", name + ".gelu.product", List.of(x, shifted));
        return graph.node("Mul", name + ".gelu", List.of(product, graph.scalar("gelu.half", 0.5f)));
    }

    private String weights(String name) {
        return graph.weight(name, tensor(name));
    }

    private Tensor tensor(String name) {
        return WeightNames.isHead(name) ? head.get(name) : checkpoint.weight(name);
    }
}
