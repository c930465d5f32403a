package io.github.emotion4j.core.export;

import static io.github.emotion4j.core.checkpoint.WeightNames.bias;
import static io.github.emotion4j.core.checkpoint.WeightNames.gain;
import static io.github.emotion4j.core.checkpoint.WeightNames.weight;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.WeightNames;
import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The encoder in ND4J's standard operations: rank-2 activations {@code [batch * length, hidden]}, positive axes (negative ones give wrong numbers in
 * 1.0.0-M2.1). Not thread-safe.
 */
final class SameDiffEncoder {

    private final SameDiff graph;
    private final Checkpoint checkpoint;
    private final EncoderConfig config;
    private final SDVariable ids;
    private final SDVariable mask; // [batch, length]
    private final SDVariable batch;
    private final SDVariable length;

    SameDiffEncoder(SameDiff graph, Checkpoint checkpoint) {
        this.graph = graph;
        this.checkpoint = checkpoint;
        this.config = checkpoint.config();
        this.ids = graph.placeHolder("input_ids", DataType.INT32, -1, -1);
        this.mask = graph.placeHolder("attention_mask", DataType.INT32, -1, -1).castTo(DataType.FLOAT);
        this.batch = graph.sizeAt(ids, 0);
        this.length = graph.sizeAt(ids, 1);
    }

    /** Adds everything up to the output "logits", {@code [batch, labels]}. */
    void logits(Head head, Pooling pooling) {
        SDVariable x = pooled(hiddenStates(), pooling); // [batch, hidden]
        if (head.hidden().isPresent()) {
            var layer = head.hidden().get();
            x = activation(layer.activation(), product(x, "head.hidden", layer.weight(), layer.bias()));
        }
        product(x, "head", head.weight(), head.bias()).rename("logits");
    }

    private SDVariable hiddenStates() {
        SDVariable x = embeddings(); // [tokens, hidden]
        SDVariable penalty = mask.rsub(1).mul(-1e9); // 0 for a token
        SDVariable rows = graph.expandDims(graph.expandDims(penalty, 1), 1); // [batch, 1, 1, length]
        for (int layer = 0; layer < config.layers(); layer++) {
            x = block(layer, x, rows);
        }
        return x;
    }

    private SDVariable embeddings() {
        int hidden = config.hiddenSize();
        SDVariable words = graph.gather(parameter(WeightNames.WORDS), ids, 0); // [batch, length, hidden]
        SDVariable numbers = graph.range(graph.constant(0L), length, graph.constant(1L), DataType.INT64); // [length]
        SDVariable positions = graph.gather(parameter(WeightNames.POSITIONS), numbers, 0); // [length, hidden]
        SDVariable sum = words.add(graph.expandDims(positions, 0));
        if (config.typeVocabularySize() > 0) {
            SDVariable first = parameter(WeightNames.TYPES).get(SDIndex.point(0), SDIndex.all()); // [hidden]
            sum = sum.add(graph.reshape(first, 1, 1, hidden));
        }
        return norm(WeightNames.EMBEDDING_NORM, graph.reshape(sum, -1, hidden));
    }

    private SDVariable block(int layer, SDVariable x, SDVariable penalty) {
        SDVariable query = heads(linear(WeightNames.query(layer), x)); // [batch, heads, length, head size]
        SDVariable key = heads(linear(WeightNames.key(layer), x));
        SDVariable value = heads(linear(WeightNames.value(layer), x));
        SDVariable scores = graph.mmul(query, key, false, true, false).div(Math.sqrt(config.headSize()));
        SDVariable attention = graph.nn().softmax(scores.add(penalty), 3); // [batch, heads, length, length]
        SDVariable context = graph.permute(graph.mmul(attention, value), 0, 2, 1, 3);
        SDVariable joined = graph.reshape(context, -1, config.hiddenSize());
        SDVariable attended = norm(
                WeightNames.attentionNorm(layer),
                linear(WeightNames.attentionOutput(layer), joined).add(x));
        SDVariable wide = activation(config.activation(), linear(WeightNames.inner(layer), attended));
        return norm(
                WeightNames.outputNorm(layer),
                linear(WeightNames.outer(layer), wide).add(attended));
    }

    private SDVariable pooled(SDVariable states, Pooling pooling) {
        SDVariable hidden = graph.constant((long) config.hiddenSize());
        SDVariable texts = graph.reshape(states, graph.stack(0, batch, length, hidden)); // [batch, length, hidden]
        if (pooling == Pooling.CLS) {
            return texts.get(SDIndex.all(), SDIndex.point(0), SDIndex.all());
        }
        SDVariable kept = texts.mul(graph.expandDims(mask, 2));
        return kept.sum(1).div(graph.expandDims(mask.sum(1), 1)); // [batch, hidden]
    }

    private SDVariable heads(SDVariable x) {
        SDVariable shape = graph.stack(
                0, batch, length, graph.constant((long) config.heads()), graph.constant((long) config.headSize()));
        return graph.permute(graph.reshape(x, shape), 0, 2, 1, 3);
    }

    private SDVariable linear(String name, SDVariable x) {
        return product(x, name, checkpoint.weight(weight(name)), checkpoint.weight(bias(name)));
    }

    private SDVariable product(SDVariable x, String name, Tensor matrix, Tensor offset) {
        SDVariable product = graph.mmul(x, variable(weight(name), matrix), false, true, false);
        return product.add(variable(bias(name), offset));
    }

    /** Written out, since ND4J's layer_norm has no epsilon. */
    private SDVariable norm(String name, SDVariable x) {
        SDVariable centred = x.sub(x.mean(true, 1)); // [tokens, hidden]
        SDVariable variance = centred.mul(centred).mean(true, 1);
        SDVariable normal = centred.div(graph.math().sqrt(variance.add(config.layerNormEpsilon())));
        return normal.mul(parameter(gain(name))).add(parameter(bias(name)));
    }

    /** Written out, since ND4J's gelu operations compute other functions. */
    private SDVariable activation(Activation activation, SDVariable x) {
        return switch (activation) {
            case RELU -> graph.nn().relu(x, 0);
            case TANH -> graph.math().tanh(x);
            case GELU_ERF ->
                x.mul(0.5).mul(graph.math().erf(x.div(Math.sqrt(2))).add(1));
            case GELU_TANH ->
                x.mul(0.5)
                        .mul(graph.math()
                                .tanh(x.add(x.mul(x).mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI)))
                                .add(1));
        };
    }

    private SDVariable parameter(String name) {
        return variable(name, checkpoint.weight(name));
    }

    private SDVariable variable(String name, Tensor tensor) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        return graph.var(name, Nd4j.create(tensor.toArray(), shape, 'c'));
    }
}
