package io.github.emotion4j.core.graph;

import static io.github.emotion4j.core.encoder.WeightNames.bias;
import static io.github.emotion4j.core.encoder.WeightNames.gain;
import static io.github.emotion4j.core.encoder.WeightNames.weight;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.EncoderDefinition;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.encoder.Operations;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.core.graph.kernel.Dropout;
import java.util.ArrayList;
import java.util.HashMap;
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
 * The encoder in ND4J's standard operations, in any floating-point type: rank-2 activations {@code [batch * length, width]}, positive axes (negative
 * ones give wrong numbers in 1.0.0-M2.1), and nothing whose gradient ND4J has wrong. It is what export writes, what backends other than the CPU
 * compute with, and what the fused kernels are checked against.
 *
 * <p>Not thread-safe.
 */
public final class StandardGraph implements Operations<SDVariable> {

    /** Placeholder of the attention mask, int32 {@code [batch, length]}. */
    public static final String MASK = "attention_mask";
    /** Placeholder of the token ids, int32 {@code [batch, length]}, if the graph looks them up. */
    public static final String IDS = "input_ids";
    /** Placeholder of the summed embeddings {@code [batch * length, width]}, if it does not: the gradient of ND4J's gather is wrong. */
    static final String EMBEDDED = "embedded";
    /** Placeholder of the loss's coefficients, {@code [batch, labels]}. */
    static final String TARGETS = "targets";

    private final SameDiff graph = SameDiff.create();
    private final EncoderConfig config;
    private final DataType type;
    private final boolean training;
    private final boolean lookUp;
    private final Function<String, INDArray> values;
    private final SDVariable mask; // [batch, length]
    private final SDVariable batch;
    private final SDVariable length;
    private final StandardAttention attention;
    private final List<DropoutMask> dropoutMasks = new ArrayList<>();
    private final Set<String> parameters = new HashSet<>();
    /** Linear layers side by side, by the name of the first. */
    private final Map<String, List<SDVariable>> sideBySide = new HashMap<>();

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
        this.attention = new StandardAttention(graph, type, config, mask, batch, length);
    }

    /**
     * A float32 graph for inference that looks up embeddings itself; segment ids are taken as 0.
     *
     * @param values array of each parameter, by the names of {@link WeightNames}
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
        return definition().hiddenStates();
    }

    /** Adds one vector a text, {@code [batch, hidden]}. */
    SDVariable pooled(Pooling pooling) {
        return definition().pooled(pooling);
    }

    /** Adds the logits of a head, {@code [batch, labels]}. */
    public SDVariable logits(Pooling pooling, HeadShape head) {
        return definition().logits(pooling, head);
    }

    private EncoderDefinition<SDVariable> definition() {
        return new EncoderDefinition<>(config, this);
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
        Map<String, SDVariable> gradients = new HashMap<>();
        Gradients.add(graph, logits, upstream, new HashSet<>(wanted), (variable, a, b) -> a.add(b))
                .forEach((name, uses) -> gradients.put(name, sum(uses)));
        return new Differentiated(loss, gradients);
    }

    private static SDVariable sum(List<SDVariable> uses) {
        return uses.stream().reduce(SDVariable::add).orElseThrow();
    }

    @Override
    public SDVariable embed(Embeddings part) {
        int width = part.width();
        if (!lookUp) {
            return graph.placeHolder(EMBEDDED, type, -1, width);
        }
        SDVariable ids = graph.placeHolder(IDS, DataType.INT32, -1, -1);
        SDVariable sum = graph.gather(parameter(WeightNames.WORDS), ids, 0); // [batch, length, width]
        if (part.positions() instanceof Positions.Learned) {
            SDVariable positions = graph.gather(parameter(WeightNames.POSITIONS), attention.places(), 0);
            sum = sum.add(graph.expandDims(positions, 0)); // [1, length, width]
        } else if (part.positions() instanceof Positions.AfterPadding) {
            SDVariable real = ids.neq(part.paddingId()).castTo(type); // cumsum knows no integers
            SDVariable rows = graph.cumsum(real, false, false, 1)
                    .mul(real)
                    .add(part.paddingId())
                    .castTo(DataType.INT32);
            sum = sum.add(graph.gather(parameter(WeightNames.POSITIONS), rows, 0));
        }
        if (part.types() > 0) {
            SDVariable first = parameter(WeightNames.TYPES).get(SDIndex.point(0), SDIndex.all()); // [width]
            sum = sum.add(graph.reshape(first, 1, 1, width));
        }
        return graph.reshape(sum, -1, width);
    }

    /** Several layers stay apart, though they are one value: ND4J's concat crashes now and then. */
    @Override
    public SDVariable linear(Linear layer, SDVariable x) {
        List<SDVariable> outputs =
                layer.names().stream().map(name -> linear(layer, name, x)).toList();
        sideBySide.put(outputs.get(0).name(), outputs);
        return outputs.get(0);
    }

    private SDVariable linear(Linear layer, String name, SDVariable x) {
        SDVariable product = graph.mmul(x, parameter(weight(name)), false, true, false);
        SDVariable y = layer.bias() ? product.add(parameter(bias(name))) : product; // [rows, out]
        return layer.activation().isPresent() ? activation(layer.activation().get(), y) : y;
    }

    /**
     * Written out, since ND4J's layer_norm has no epsilon. A product with the inverse, not a quotient: where the divisor is a single number, that is for
     * a batch of a single token, ND4J has the gradient of the quotient wrong (a product of sums for the sum of products).
     */
    @Override
    public SDVariable norm(Norm norm, SDVariable x) {
        SDVariable centred = x.sub(x.mean(true, 1)); // [rows, width]
        SDVariable variance = centred.mul(centred).mean(true, 1);
        SDVariable inverse = graph.math().reciprocal(graph.math().sqrt(variance.add(norm.epsilon())));
        SDVariable normal = centred.mul(inverse).mul(parameter(gain(norm.name())));
        return norm.bias() ? normal.add(parameter(bias(norm.name()))) : normal;
    }

    @Override
    public SDVariable addNorm(Norm norm, DropoutSite dropout, SDVariable x, SDVariable residual) {
        return norm(norm, add(norm.rows(), norm.width(), dropout, x, residual));
    }

    @Override
    public SDVariable add(Rows rows, int width, DropoutSite dropout, SDVariable x, SDVariable residual) {
        return drop(rows, width, dropout, x).add(residual);
    }

    @Override
    public SDVariable drop(Rows rows, int width, DropoutSite site, SDVariable x) {
        return masked(new DropoutMask(dropout(site), new DropoutMask.States(rows, width)), x, -1, width);
    }

    /** Multiplies with a mask that the pass brings: ND4J's dropout operations have no gradient. */
    private SDVariable masked(DropoutMask given, SDVariable x, long... shape) {
        if (!given.dropout().active()) {
            return x;
        }
        dropoutMasks.add(given);
        return x.mul(graph.placeHolder(given.name(), type, shape));
    }

    private Dropout dropout(DropoutSite site) {
        return new Dropout(training ? site.probability() : 0, site.number());
    }

    @Override
    public SDVariable gate(Rows rows, int width, Activation activation, SDVariable x) {
        List<SDVariable> given = sideBySide.get(x.name());
        return activation(activation, given.get(0)).mul(given.get(1)); // [rows, width]
    }

    @Override
    public SDVariable rotate(double base, int hidden, int heads, int parts, int columns, SDVariable x) {
        List<SDVariable> given = sideBySide.get(x.name());
        var turned = new ArrayList<SDVariable>();
        for (int i = 0; i < given.size(); i++) {
            turned.add(i < parts ? attention.rotated(base, hidden / heads, hidden, given.get(i)) : given.get(i));
        }
        sideBySide.put(turned.get(0).name(), turned);
        return turned.get(0);
    }

    @Override
    public SDVariable distances(RelativePositions.Disentangled positions, String name, int hidden) {
        return parameter(name); // [2 span, hidden]
    }

    @Override
    public SDVariable biases(RelativePositions.Bias positions, String name, int heads) {
        return parameter(name); // [buckets, heads]
    }

    @Override
    public SDVariable attention(
            Attention how,
            DropoutSite dropout,
            SDVariable queries,
            SDVariable keysAndValues,
            List<SDVariable> relative) {
        List<SDVariable> given = sideBySide.get(keysAndValues.name());
        SDVariable key = given.get(given.size() - 2);
        SDVariable value = given.get(given.size() - 1);
        SDVariable probabilities = attention.probabilities(how, queries, key, relative);
        var dropped = new DropoutMask(dropout(dropout), new DropoutMask.Scores(how.firstOnly()));
        SDVariable left = masked(dropped, probabilities, -1, how.heads(), -1, -1);
        return attention.context(how, left, value);
    }

    /** A product with the inverse, as in {@link #norm}. */
    @Override
    public SDVariable unit(int width, SDVariable x) {
        SDVariable squares = x.mul(x).mean(true, 1).mul(width); // [batch, 1]
        return x.mul(graph.math().reciprocal(graph.math().sqrt(squares)));
    }

    @Override
    public SDVariable pool(Pooling pooling, int width, SDVariable x) {
        SDVariable hidden = graph.constant((long) width);
        SDVariable texts = graph.reshape(x, graph.stack(0, batch, length, hidden)); // [batch, length, width]
        if (pooling == Pooling.CLS) {
            return texts.get(SDIndex.all(), SDIndex.point(0), SDIndex.all());
        }
        SDVariable kept = texts.mul(graph.expandDims(mask, 2));
        return kept.sum(1).div(graph.expandDims(mask.sum(1), 1)); // [batch, width]
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
        return parameters.add(name) ? graph.var(name, values.apply(name)) : graph.getVariable(name);
    }
}
