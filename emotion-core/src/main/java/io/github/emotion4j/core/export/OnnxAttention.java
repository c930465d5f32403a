package io.github.emotion4j.core.export;

import static io.github.emotion4j.core.export.OnnxGraph.attribute;
import static io.github.emotion4j.core.export.OnnxGraph.permutation;

import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Operations.Attention;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.SelfAttention;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import onnx.Onnx;

/** Attention and relative positions as nodes of an ONNX graph. Not thread-safe. */
final class OnnxAttention {

    private static final int FLOAT = Onnx.TensorProto.DataType.FLOAT.getNumber();

    private final OnnxGraph graph;
    private final EncoderConfig config;
    private final String ids;
    private final String padding; // [batch, 1, 1, length]: 0 for a token, the lowest float for padding
    private OptionalDouble base = OptionalDouble.empty();

    OnnxAttention(OnnxGraph graph, EncoderConfig config, String ids, String mask) {
        this.graph = graph;
        this.config = config;
        this.ids = ids;
        String rows = graph.node("Unsqueeze", "mask.rows", List.of(mask, graph.integers("mask.axes", 1, 2)));
        String hidden = graph.node("Sub", "mask.padding", List.of(graph.scalar("one", 1), rows));
        this.padding = graph.node("Mul", "mask.penalty", List.of(hidden, lowest()));
    }

    /** Places of tokens, int64 {@code [1, length]}. */
    String places() {
        if (graph.has("places")) {
            return "places";
        }
        String sizes = graph.node("Shape", "places.sizes", List.of(ids));
        String length = graph.node(
                "Gather", "places.length", List.of(sizes, graph.index("places.length.axis", 1)), attribute("axis", 0));
        String end = graph.node("Unsqueeze", "places.end", List.of(length, graph.integers("places.end.axis", 0)));
        String numbers = graph.table(
                "places.numbers", 1, LongStream.range(0, config.maxPositions()).toArray());
        return graph.node(
                "Slice",
                "places",
                List.of(numbers, graph.integers("places.start", 0), end, graph.integers("places.axis", 1)));
    }

    /** The next attention turns its queries and keys. */
    void rotate(double angles) {
        base = OptionalDouble.of(angles);
    }

    /**
     * The context, {@code [batch, length, hidden]}.
     *
     * @param projected queries, keys and values
     */
    String context(Attention how, List<String> projected, List<String> relative) {
        String at = projected.get(0);
        String query = heads(projected.get(0)); // [batch, heads, length, head size]
        String key = heads(projected.get(1));
        String value = heads(projected.get(2));
        if (base.isPresent()) {
            query = rotated(query, base.getAsDouble());
            key = rotated(key, base.getAsDouble());
        }
        String turned = graph.node("Transpose", key + ".turned", List.of(key), permutation(0, 1, 3, 2));
        String scores = graph.node("MatMul", at + ".scores", List.of(query, turned));
        String root = graph.scalar("scores.root", (float) (1 / how.scale()));
        if (how.relative() instanceof RelativePositions.Disentangled positions) {
            scores = graph.node(
                    "Add", at + ".relative", List.of(scores, disentangled(at, positions, query, key, relative)));
        }
        scores = graph.node("Div", at + ".scores.scaled", List.of(scores, root));
        if (how.relative() instanceof RelativePositions.Bias positions) {
            scores = graph.node("Add", at + ".relative", List.of(scores, biases(positions, relative.get(0))));
        }
        scores = graph.node("Add", at + ".scores.masked", List.of(scores, hidden(how.window())));
        String attention = graph.node("Softmax", at + ".attention", List.of(scores), attribute("axis", -1));
        String context = graph.node("MatMul", at + ".context", List.of(attention, value));
        String tokens = graph.node("Transpose", at + ".context.tokens", List.of(context), permutation(0, 2, 1, 3));
        return graph.node(
                "Reshape",
                at + ".context.joined",
                List.of(tokens, graph.integers("context.shape", 0, 0, config.hiddenSize())));
    }

    private String heads(String x) {
        String shape = graph.integers("heads.shape", 0, 0, config.heads(), config.headSize());
        String split = graph.node("Reshape", x + ".heads", List.of(x, shape));
        return graph.node("Transpose", x + ".heads.first", List.of(split), permutation(0, 2, 1, 3));
    }

    /** What is added to the scores so that nobody attends to padding, nor to tokens outside of the window. */
    private String hidden(int window) {
        if (window == SelfAttention.EVERYWHERE) {
            return padding;
        }
        String name = "window." + window;
        if (graph.has(name)) {
            return name;
        }
        String far = graph.node("Abs", name + ".distance", List.of(distances()));
        String outside = graph.node("Greater", name + ".outside", List.of(far, graph.index(name + ".size", window)));
        String ones = graph.node("Cast", name + ".ones", List.of(outside), attribute("to", FLOAT));
        String penalty = graph.node("Mul", name + ".penalty", List.of(ones, lowest())); // [length, length]
        String both = graph.node("Add", name + ".both", List.of(padding, penalty));
        // Two of the lowest are minus infinity, which would make the row of a padding token NaN.
        return graph.node("Max", name, List.of(both, lowest()));
    }

    private String rotated(String x, double angles) {
        int half = config.headSize() / 2;
        String name = "angles." + angles;
        if (!graph.has(name)) {
            float[] frequencies = new float[config.headSize()];
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = (float) (1 / Math.pow(angles, 2.0 * (i % half) / config.headSize()));
            }
            String row = graph.node("Cast", name + ".places", List.of(column()), attribute("to", FLOAT));
            String turns = graph.node(
                    "Mul", name, List.of(row, graph.row(name + ".frequencies", frequencies))); // [length, head]
            graph.node("Cos", name + ".cos", List.of(turns));
            graph.node("Sin", name + ".sin", List.of(turns));
        }
        String left = slice(x + ".left", x, 0, half);
        String right = slice(x + ".right", x, half, 2 * half);
        String negative = graph.node("Neg", x + ".negative", List.of(right));
        String turned = graph.node("Concat", x + ".across", List.of(negative, left), attribute("axis", -1));
        String straight = graph.node("Mul", x + ".straight", List.of(x, name + ".cos"));
        String across = graph.node("Mul", x + ".sine", List.of(turned, name + ".sin"));
        return graph.node("Add", x + ".rotated", List.of(straight, across));
    }

    private String slice(String name, String x, int from, int to) {
        return graph.node(
                "Slice",
                name,
                List.of(
                        x,
                        graph.integers("slice." + from, from),
                        graph.integers("slice." + to, to),
                        graph.integers("slice.axis", -1)));
    }

    /** {@code [1, heads, length, length]}. */
    private String biases(RelativePositions.Bias positions, String table) {
        if (graph.has("bias")) {
            return "bias";
        }
        String picked = graph.node("Gather", "bias.picked", List.of(table, rows(positions::bucket)));
        String first = graph.node("Transpose", "bias.heads", List.of(picked), permutation(2, 0, 1));
        return graph.node("Unsqueeze", "bias", List.of(first, graph.integers("bias.axis", 0)));
    }

    /** {@code [batch, heads, length, length]}. */
    private String disentangled(
            String at, RelativePositions.Disentangled positions, String query, String key, List<String> relative) {
        String sum = "";
        if (positions.keys()) {
            sum = picked(at + ".keys", query, relative.get(0), rows(positions::row));
        }
        if (positions.queries()) {
            String across = rows(positions::row);
            String turned = graph.has("rows.turned")
                    ? "rows.turned"
                    : graph.node("Transpose", "rows.turned", List.of(across), permutation(1, 0));
            String met = picked(at + ".queries", key, relative.get(relative.size() - 1), turned);
            String scores = graph.node("Transpose", at + ".queries.turned", List.of(met), permutation(0, 1, 3, 2));
            sum = sum.isEmpty() ? scores : graph.node("Add", at + ".both", List.of(sum, scores));
        }
        return sum;
    }

    /** Products of tokens with all distances, of which each takes that of its distance. */
    private String picked(String name, String tokens, String table, String rows) {
        String shape = graph.integers("table.shape", -1, config.heads(), config.headSize());
        String split = graph.node("Reshape", name + ".table", List.of(table, shape));
        String turned = graph.node("Transpose", name + ".table.heads", List.of(split), permutation(1, 2, 0));
        String met = graph.node("MatMul", name + ".met", List.of(tokens, turned)); // [batch, heads, length, distances]
        String sizes = graph.node("Shape", name + ".sizes", List.of(tokens));
        String leading = graph.node(
                "Slice", name + ".leading", List.of(sizes, graph.integers("slice.0", 0), graph.integers("slice.2", 2)));
        String all = graph.node("Concat", name + ".shape", List.of(leading, "rows.sizes"), attribute("axis", 0));
        String index = graph.node("Expand", name + ".index", List.of(rows, all));
        return graph.node("GatherElements", name, List.of(met, index), attribute("axis", -1));
    }

    /** What belongs to the distance of query and key, int64 {@code [length, length]}. */
    private String rows(IntUnaryOperator of) {
        if (graph.has("rows")) {
            return "rows";
        }
        int most = config.maxPositions();
        String table = graph.integers(
                "rows.table",
                IntStream.range(1 - most, most).map(of).asLongStream().toArray());
        String at = graph.node("Add", "rows.at", List.of(distances(), graph.index("rows.middle", most - 1)));
        String rows = graph.node("Gather", "rows", List.of(table, at));
        graph.node("Shape", "rows.sizes", List.of(rows));
        return rows;
    }

    /** Place of the query minus place of the key, int64 {@code [length, length]}. */
    private String distances() {
        return graph.has("distances") ? "distances" : graph.node("Sub", "distances", List.of(column(), places()));
    }

    private String column() {
        return graph.has("places.column")
                ? "places.column"
                : graph.node("Transpose", "places.column", List.of(places()), permutation(1, 0));
    }

    private String lowest() {
        return graph.scalar("lowest", -Float.MAX_VALUE);
    }
}
