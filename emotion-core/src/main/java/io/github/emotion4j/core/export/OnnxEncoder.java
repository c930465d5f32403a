package io.github.emotion4j.core.export;

import static io.github.emotion4j.core.checkpoint.WeightNames.bias;
import static io.github.emotion4j.core.checkpoint.WeightNames.gain;
import static io.github.emotion4j.core.checkpoint.WeightNames.weight;
import static io.github.emotion4j.core.export.OnnxGraph.attribute;
import static io.github.emotion4j.core.export.OnnxGraph.permutation;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.checkpoint.WeightNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import onnx.Onnx;

/** The encoder, poolings and head as nodes of a graph, in the forms that PyTorch's exporter writes too. Not thread-safe. */
final class OnnxEncoder {

    private static final int FLOAT = Onnx.TensorProto.DataType.FLOAT.getNumber();

    private final OnnxGraph graph;
    private final Checkpoint checkpoint;
    private final EncoderConfig config;
    private final String ids;
    private final Optional<String> segments;
    private final String mask; // [batch, length] of floats 0 and 1
    private final String one;

    OnnxEncoder(OnnxGraph graph, Checkpoint checkpoint) {
        this.graph = graph;
        this.checkpoint = checkpoint;
        this.config = checkpoint.config();
        this.ids = graph.input("input_ids");
        String attention = graph.input("attention_mask");
        this.segments = config.typeVocabularySize() > 0 ? Optional.of(graph.input("token_type_ids")) : Optional.empty();
        this.one = graph.scalar("one", 1);
        this.mask = graph.node("Cast", "mask", List.of(attention), attribute("to", FLOAT));
    }

    /** Name of the last layer's hidden states, {@code [batch, length, hidden]}. */
    String hiddenStates() {
        // 0 for a token, the lowest float for padding, added to the attention scores.
        String rows = graph.node("Unsqueeze", "mask.rows", List.of(mask, graph.integers("mask.axes", 1, 2)));
        String padding = graph.node("Sub", "mask.padding", List.of(one, rows));
        String lowest = graph.scalar("mask.lowest", -Float.MAX_VALUE);
        String penalty = graph.node("Mul", "mask.penalty", List.of(padding, lowest)); // [batch, 1, 1, length]
        String hidden = embeddings();
        for (int layer = 0; layer < config.layers(); layer++) {
            hidden = block(layer, hidden, penalty);
        }
        return hidden;
    }

    /** Name of the pooled vectors, {@code [batch, hidden]}. */
    String pooled(String states, Pooling pooling) {
        if (pooling == Pooling.CLS) {
            return graph.node(
                    "Gather", "pooled", List.of(states, graph.index("pooled.token", 0)), attribute("axis", 1));
        }
        String axis = graph.integers("pooled.axis", 1);
        String last = graph.integers("pooled.last", -1);
        String column = graph.node("Unsqueeze", "pooled.mask", List.of(mask, last)); // [batch, length, 1]
        String kept = graph.node("Mul", "pooled.kept", List.of(states, column));
        String sum = graph.node("ReduceSum", "pooled.sum", List.of(kept, axis), attribute("keepdims", 0));
        String tokens = graph.node("ReduceSum", "pooled.tokens", List.of(column, axis), attribute("keepdims", 0));
        return graph.node("Div", "pooled", List.of(sum, tokens)); // [batch, hidden]
    }

    /** Name of the head's logits, {@code [batch, labels]}. */
    String logits(Head head, String pooled) {
        String vector = pooled;
        if (head.hidden().isPresent()) {
            var layer = head.hidden().get();
            String product = graph.node(
                    "Gemm",
                    "head.hidden",
                    List.of(
                            vector,
                            graph.weight("head.hidden.weight", layer.weight()),
                            graph.weight("head.hidden.bias", layer.bias())),
                    attribute("transB", 1));
            vector = activation(layer.activation(), "head.hidden", product);
        }
        return graph.node(
                "Gemm",
                "head.output",
                List.of(
                        vector,
                        graph.weight("head.output.weight", head.weight()),
                        graph.weight("head.output.bias", head.bias())),
                attribute("transB", 1));
    }

    private String embeddings() {
        String words = graph.node("Gather", "embeddings.words", List.of(weights(WeightNames.WORDS), ids));
        String sizes = graph.node("Shape", "embeddings.sizes", List.of(ids));
        String length = graph.node(
                "Gather",
                "embeddings.length",
                List.of(sizes, graph.index("embeddings.length.axis", 1)),
                attribute("axis", 0));
        String end =
                graph.node("Unsqueeze", "embeddings.end", List.of(length, graph.integers("embeddings.end.axis", 0)));
        String numbers = graph.row(
                "embeddings.numbers", LongStream.range(0, config.maxPositions()).toArray());
        String taken = graph.node(
                "Slice",
                "embeddings.positions.ids",
                List.of(
                        numbers,
                        graph.integers("embeddings.start", 0),
                        end,
                        graph.integers("embeddings.axis", 1))); // [1, length]
        String positions = graph.node("Gather", "embeddings.positions", List.of(weights(WeightNames.POSITIONS), taken));
        if (segments.isPresent()) {
            String types =
                    graph.node("Gather", "embeddings.types", List.of(weights(WeightNames.TYPES), segments.get()));
            words = graph.node("Add", "embeddings.typed", List.of(words, types));
        }
        String sum = graph.node("Add", "embeddings.sum", List.of(words, positions));
        return norm(WeightNames.EMBEDDING_NORM, sum);
    }

    private String block(int layer, String input, String penalty) {
        String at = "layer." + layer;
        String query = heads(WeightNames.query(layer), input, permutation(0, 2, 1, 3)); // [batch, heads, length, head]
        String key = heads(WeightNames.key(layer), input, permutation(0, 2, 3, 1)); // [batch, heads, head, length]
        String value = heads(WeightNames.value(layer), input, permutation(0, 2, 1, 3));
        String product = graph.node("MatMul", at + ".scores", List.of(query, key));
        String root = graph.scalar(at + ".scores.root", (float) Math.sqrt(config.headSize()));
        String scaled = graph.node("Div", at + ".scores.scaled", List.of(product, root));
        String masked = graph.node("Add", at + ".scores.masked", List.of(scaled, penalty));
        String attention = graph.node("Softmax", at + ".attention", List.of(masked), attribute("axis", -1));
        String context = graph.node("MatMul", at + ".context", List.of(attention, value));
        String tokens = graph.node("Transpose", at + ".context.tokens", List.of(context), permutation(0, 2, 1, 3));
        String joined = graph.node(
                "Reshape",
                at + ".context.joined",
                List.of(tokens, graph.integers(at + ".context.shape", 0, 0, config.hiddenSize())));
        String attended = linear(WeightNames.attentionOutput(layer), joined);
        String middle = norm(
                WeightNames.attentionNorm(layer), graph.node("Add", at + ".attention.sum", List.of(attended, input)));
        String inner = WeightNames.inner(layer);
        String wide = activation(config.activation(), inner, linear(inner, middle));
        String outer = linear(WeightNames.outer(layer), wide);
        return norm(WeightNames.outputNorm(layer), graph.node("Add", at + ".ffn.sum", List.of(outer, middle)));
    }

    private String heads(String linear, String input, Onnx.AttributeProto order) {
        String shape = graph.integers(linear + ".heads.shape", 0, 0, config.heads(), config.headSize());
        String split = graph.node("Reshape", linear + ".heads", List.of(linear(linear, input), shape));
        return graph.node("Transpose", linear + ".heads.first", List.of(split), order);
    }

    private String linear(String name, String input) {
        String matrix = graph.transposed(weight(name), checkpoint.weight(weight(name)));
        String product = graph.node("MatMul", name + ".product", List.of(input, matrix));
        return graph.node("Add", name, List.of(weights(bias(name)), product));
    }

    private String norm(String name, String input) {
        return graph.node(
                "LayerNormalization",
                name,
                List.of(input, weights(gain(name)), weights(bias(name))),
                attribute("axis", -1),
                attribute("epsilon", (float) config.layerNormEpsilon()));
    }

    private String activation(Activation activation, String name, String x) {
        return switch (activation) {
            case RELU -> graph.node("Relu", name + ".relu", List.of(x));
            case TANH -> graph.node("Tanh", name + ".tanh", List.of(x));
            case GELU_ERF -> {
                String root = graph.scalar(name + ".gelu.root", (float) Math.sqrt(2));
                String scaled = graph.node("Div", name + ".gelu.scaled", List.of(x, root));
                String erf = graph.node("Erf", name + ".gelu.erf", List.of(scaled));
                yield gate(name, x, erf);
            }
            case GELU_TANH -> {
                String three = graph.scalar(name + ".gelu.three", 3);
                String cube = graph.node("Pow", name + ".gelu.cube", List.of(x, three));
                String factor = graph.scalar(name + ".gelu.factor", 0.044715f);
                String term = graph.node("Mul", name + ".gelu.term", List.of(cube, factor));
                String sum = graph.node("Add", name + ".gelu.sum", List.of(x, term));
                String root = graph.scalar(name + ".gelu.root", (float) Math.sqrt(2 / Math.PI));
                String scaled = graph.node("Mul", name + ".gelu.scaled", List.of(sum, root));
                String tanh = graph.node("Tanh", name + ".gelu.tanh", List.of(scaled));
                yield gate(name, x, tanh);
            }
        };
    }

    /** {@code 0.5 x (1 + y)}. */
    private String gate(String name, String x, String y) {
        String shifted = graph.node("Add", name + ".gelu.shifted", List.of(y, one));
        String product = graph.node("Mul", name + ".gelu.product", List.of(x, shifted));
        return graph.node("Mul", name + ".gelu", List.of(product, graph.scalar(name + ".gelu.half", 0.5f)));
    }

    private String weights(String name) {
        return graph.weight(name, checkpoint.weight(name));
    }
}
