package io.github.emotion4j.core.graph;

import static io.github.emotion4j.core.checkpoint.WeightNames.bias;
import static io.github.emotion4j.core.checkpoint.WeightNames.gain;
import static io.github.emotion4j.core.checkpoint.WeightNames.weight;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.checkpoint.WeightNames;
import io.github.emotion4j.core.graph.kernel.Dropout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The encoder in ND4J's standard operations, in any floating-point type: rank-2 activations {@code [batch * length, hidden]}, positive axes (negative
 * ones give wrong numbers in 1.0.0-M2.1), and nothing whose gradient ND4J has wrong. It is what export writes, what backends other than the CPU
 * compute with, and what the fused kernels are checked against.
 *
 * <p>Not thread-safe.
 */
public final class StandardGraph {

    /** Placeholder of the attention mask, int32 {@code [batch, length]}. */
    public static final String MASK = "attention_mask";
    /** Placeholder of the token ids, int32 {@code [batch, length]}, if the graph looks them up. */
    public static final String IDS = "input_ids";
    /** Placeholder of the summed embeddings {@code [batch * length, hidden]}, if it does not: the gradient of ND4J's gather is wrong. */
    static final String EMBEDDED = "embedded";
    /** Placeholder of the loss's coefficients, {@code [batch, labels]}. */
    static final String TARGETS = "targets";

    private static final double HIDDEN_SCORE = -1e9;

    /**
     * A placeholder of a dropout's mask: 0 where dropped, else what is left is multiplied with.
     *
     * @param name of the placeholder
     * @param dropout decides the mask
     * @param kind what is dropped
     * @param layer the block, or -1
     */
    record DropoutMask(String name, Dropout dropout, Kind kind, int layer) {
        /** What is dropped. */
        enum Kind {
            /** {@code [batch * length, hidden]}. */
            STATES,
            /** {@code [batch, heads, length, length]}. */
            ATTENTION,
            /** {@code [batch, hidden]}. */
            POOLED
        }
    }

    private final SameDiff graph = SameDiff.create();
    private final EncoderConfig config;
    private final DataType type;
    private final boolean training;
    private final boolean lookUp;
    private final Function<String, INDArray> values;
    private final SDVariable mask; // [batch, length]
    private final SDVariable batch;
    private final SDVariable length;
    private final List<DropoutMask> dropoutMasks = new ArrayList<>();
    private final Set<String> parameters = new HashSet<>();

    private StandardGraph(
            EncoderConfig config, DataType type, boolean training, boolean lookUp, Function<String, INDArray> values) {
        this.config = config;
        this.type = type;
        this.training = training;
        this.lookUp = lookUp;
        this.values = values;
        SDVariable given = graph.placeHolder(MASK, DataType.INT32, -1, -1);
        this.mask = given.castTo(type);
        this.batch = graph.sizeAt(given, 0);
        this.length = graph.sizeAt(given, 1);
    }

    /**
     * A float32 graph for inference that looks up embeddings itself; segment ids are taken as 0.
     *
     * @param values array of each parameter, by the names of {@link WeightNames} or {@code head.…}
     */
    public static StandardGraph ofIds(EncoderConfig config, Function<String, INDArray> values) {
        return new StandardGraph(config, DataType.FLOAT, false, true, values);
    }

    /**
     * A graph on the sums of word, position and segment embedding of each token.
     *
     * @param training whether dropout is part of it
     * @param values array of each parameter but the embedding tables, of that type
     */
    static StandardGraph ofEmbedded(
            EncoderConfig config, DataType type, boolean training, Function<String, INDArray> values) {
        return new StandardGraph(config, type, training, false, values);
    }

    /** What DistilBERT does not drop and BERT does: the output projection of the attention, before the residual. */
    static double projectionDropout(EncoderConfig config) {
        return switch (config.architecture()) {
            case DISTILBERT -> 0;
            case BERT -> config.dropout();
        };
    }

    /** The graph itself. */
    public SameDiff graph() {
        return graph;
    }

    /** Names of the variables that are parameters. */
    Set<String> parameters() {
        return parameters;
    }

    /** Masks that a pass has to be given. */
    List<DropoutMask> dropoutMasks() {
        return dropoutMasks;
    }

    /** Adds the hidden states of all tokens, padding included, {@code [batch * length, hidden]}. */
    SDVariable hiddenStates() {
        SDVariable x = drop(DropoutSites.EMBEDDINGS, config.dropout(), DropoutMask.Kind.STATES, -1, embeddings());
        SDVariable penalty = mask.rsub(1).mul(HIDDEN_SCORE); // 0 for a token
        SDVariable keys = graph.expandDims(graph.expandDims(penalty, 1), 1); // [batch, 1, 1, length]
        for (int layer = 0; layer < config.layers(); layer++) {
            x = block(layer, x, keys);
        }
        return x;
    }

    /** Adds one vector a text, {@code [batch, hidden]}. */
    SDVariable pooled(Pooling pooling) {
        SDVariable hidden = graph.constant((long) config.hiddenSize());
        SDVariable texts =
                graph.reshape(hiddenStates(), graph.stack(0, batch, length, hidden)); // [batch, length, hidden]
        if (pooling == Pooling.CLS) {
            return texts.get(SDIndex.all(), SDIndex.point(0), SDIndex.all());
        }
        SDVariable kept = texts.mul(graph.expandDims(mask, 2));
        return kept.sum(1).div(graph.expandDims(mask.sum(1), 1)); // [batch, hidden]
    }

    /** Adds the logits of a head, {@code [batch, labels]}. */
    public SDVariable logits(Pooling pooling, HeadShape head) {
        SDVariable x = pooled(pooling); // [batch, hidden]
        if (head.hidden().isPresent()) {
            x = activation(head.hidden().get(), linear(Parameters.HEAD_HIDDEN, x));
        }
        int site = DropoutSites.head(config.layers());
        return linear(Parameters.HEAD, drop(site, config.headDropout(), DropoutMask.Kind.POOLED, -1, x));
    }

    /**
     * A loss and its gradients.
     *
     * @param loss a scalar
     * @param gradients by the name of the variable
     */
    record Differentiated(SDVariable loss, Map<String, SDVariable> gradients) {}

    /**
     * Adds {@code loss = -sum(targets * log softmax(logits))} and its gradients. At the logits the gradient is given in closed form: that of ND4J's
     * {@code logSoftmax} is missing.
     *
     * @param wanted variables whose gradients are asked for
     */
    Differentiated loss(SDVariable logits, Set<String> wanted) {
        SDVariable targets = graph.placeHolder(TARGETS, type, -1, -1); // [batch, labels]
        SDVariable shifted = logits.sub(logits.max(true, 1));
        SDVariable logSum = graph.math().log(graph.math().exp(shifted).sum(true, 1)); // [batch, 1]
        SDVariable logProbabilities = shifted.sub(logSum);
        SDVariable loss = targets.mul(logProbabilities).sum().mul(-1);
        SDVariable upstream =
                graph.math().exp(logProbabilities).mul(targets.sum(true, 1)).sub(targets);
        var gradients = Gradients.add(graph, logits, upstream, new HashSet<>(wanted), (variable, a, b) -> a.add(b));
        return new Differentiated(loss, gradients);
    }

    private SDVariable embeddings() {
        int hidden = config.hiddenSize();
        if (!lookUp) {
            return norm(WeightNames.EMBEDDING_NORM, graph.placeHolder(EMBEDDED, type, -1, hidden));
        }
        SDVariable ids = graph.placeHolder(IDS, DataType.INT32, -1, -1);
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
        SDVariable left = drop(
                DropoutSites.attention(layer), config.attentionDropout(), DropoutMask.Kind.ATTENTION, layer, attention);
        SDVariable context = graph.permute(graph.mmul(left, value), 0, 2, 1, 3);
        SDVariable projected =
                linear(WeightNames.attentionOutput(layer), graph.reshape(context, -1, config.hiddenSize()));
        SDVariable attended = norm(
                WeightNames.attentionNorm(layer),
                drop(
                                DropoutSites.projection(layer),
                                projectionDropout(config),
                                DropoutMask.Kind.STATES,
                                layer,
                                projected)
                        .add(x));
        SDVariable wide = activation(config.activation(), linear(WeightNames.inner(layer), attended));
        SDVariable narrow = linear(WeightNames.outer(layer), wide);
        return norm(
                WeightNames.outputNorm(layer),
                drop(DropoutSites.feedForward(layer), config.dropout(), DropoutMask.Kind.STATES, layer, narrow)
                        .add(attended));
    }

    private SDVariable heads(SDVariable x) {
        SDVariable shape = graph.stack(
                0, batch, length, graph.constant((long) config.heads()), graph.constant((long) config.headSize()));
        return graph.permute(graph.reshape(x, shape), 0, 2, 1, 3);
    }

    private SDVariable linear(String name, SDVariable x) {
        return graph.mmul(x, parameter(weight(name)), false, true, false).add(parameter(bias(name)));
    }

    /**
     * Written out, since ND4J's layer_norm has no epsilon. A product with the inverse, not a quotient: where the divisor is a single number, that is for
     * a batch of a single token, ND4J has the gradient of the quotient wrong (a product of sums for the sum of products).
     */
    private SDVariable norm(String name, SDVariable x) {
        SDVariable centred = x.sub(x.mean(true, 1)); // [tokens, hidden]
        SDVariable variance = centred.mul(centred).mean(true, 1);
        SDVariable inverse = graph.math().reciprocal(graph.math().sqrt(variance.add(config.layerNormEpsilon())));
        SDVariable normal = centred.mul(inverse);
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

    /** Multiplies with a mask that the pass brings: ND4J's dropout operations have no gradient. */
    private SDVariable drop(int site, double probability, DropoutMask.Kind kind, int layer, SDVariable x) {
        var dropout = new Dropout(training ? probability : 0, site);
        if (!dropout.active()) {
            return x;
        }
        String name = "dropout." + site;
        dropoutMasks.add(new DropoutMask(name, dropout, kind, layer));
        long[] shape = kind == DropoutMask.Kind.ATTENTION
                ? new long[] {-1, config.heads(), -1, -1}
                : new long[] {-1, config.hiddenSize()};
        return x.mul(graph.placeHolder(name, type, shape));
    }

    private SDVariable parameter(String name) {
        parameters.add(name);
        return graph.var(name, values.apply(name));
    }
}
