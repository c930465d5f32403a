package io.github.emotion4j.core.onnx.proof;

import static io.github.emotion4j.core.checkpoint.WeightNames.bias;
import static io.github.emotion4j.core.checkpoint.WeightNames.gain;
import static io.github.emotion4j.core.checkpoint.WeightNames.weight;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Architecture;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.WeightNames;
import io.github.emotion4j.core.onnx.trace.Linear;
import io.github.emotion4j.core.onnx.trace.Norm;
import io.github.emotion4j.core.onnx.trace.Parameter;
import io.github.emotion4j.core.onnx.trace.Skeleton;
import io.github.emotion4j.core.onnx.trace.Skeleton.Layer;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An encoder that a graph may be: a configuration, and which numbers of the file are which weights. Until it is proven it is a guess.
 */
final class Proposal {

    /** BERT's and DistilBERT's own epsilon, in place of one that an optimiser removed as too small to matter in float32. */
    private static final double DEFAULT_EPSILON = 1e-12;

    private static final String HEAD_HIDDEN = "head.hidden";
    private static final String HEAD = "head";

    private final EncoderConfig config;
    private final Optional<Activation> headActivation;
    private final Map<String, Parameter> parameters = new HashMap<>();
    private final Map<String, int[]> shapes = new HashMap<>();

    private Proposal(EncoderConfig config, OutputMatch output) {
        this.config = config;
        this.headActivation = output.activation();
    }

    /** The encoder under an output. */
    static Proposal of(Skeleton skeleton, OutputMatch output, TokenBatch batch, Activations activations) {
        Embeddings embeddings = Embeddings.of(skeleton, batch);
        Layer first = skeleton.layers().get(0);
        int hidden = first.output().out();
        boolean pooler = output.activation().filter(a -> a == Activation.TANH).isPresent();
        int types = embeddings.types().map(table -> rows(table, hidden)).orElse(pooler ? 1 : 0);
        var config = new EncoderConfig(
                types > 0 ? Architecture.BERT : Architecture.DISTILBERT,
                rows(embeddings.words(), hidden),
                rows(embeddings.positions(), hidden),
                types,
                hidden,
                skeleton.layers().size(),
                first.attention().heads(),
                first.inner().out(),
                activation(skeleton.layers(), activations),
                shortest(skeleton.norm().epsilon()),
                0.1,
                0.1,
                types > 0 ? 0.1 : 0.2);
        var proposal = new Proposal(config, output);
        proposal.put(WeightNames.WORDS, embeddings.words(), config.vocabularySize(), hidden);
        proposal.put(WeightNames.POSITIONS, embeddings.positions(), config.maxPositions(), hidden);
        if (types > 0) {
            // without a segment embedding BERT's is a row of zeros
            proposal.put(WeightNames.TYPES, embeddings.types().orElse(null), types, hidden);
        }
        proposal.norm(WeightNames.EMBEDDING_NORM, skeleton.norm(), hidden);
        for (int i = 0; i < config.layers(); i++) {
            proposal.layer(i, skeleton.layers().get(i), hidden, config.intermediateSize());
        }
        output.hiddenLayer().ifPresent(layer -> proposal.linear(HEAD_HIDDEN, layer, layer.out(), hidden));
        output.classifier().ifPresent(layer -> proposal.linear(HEAD, layer, layer.out(), hidden));
        return proposal;
    }

    private static int rows(Parameter table, int width) {
        return table.value().size() / width;
    }

    private static Activation activation(List<Layer> layers, Activations activations) {
        var following = new LinkedHashMap<Linear, Linear>();
        layers.forEach(layer -> following.put(layer.inner(), layer.outer()));
        return activations.find(following, List.of(Activation.GELU_ERF, Activation.GELU_TANH, Activation.RELU));
    }

    /** The decimal that a float32 was written as: 1e-12, not 9.999999960041972e-13. */
    private static double shortest(double epsilon) {
        if (epsilon == 0) {
            return DEFAULT_EPSILON;
        }
        return (float) epsilon == epsilon ? Double.parseDouble(Float.toString((float) epsilon)) : epsilon;
    }

    private void layer(int i, Layer layer, int hidden, int intermediate) {
        linear(WeightNames.query(i), layer.attention().query(), hidden, hidden);
        linear(WeightNames.key(i), layer.attention().key(), hidden, hidden);
        linear(WeightNames.value(i), layer.attention().value(), hidden, hidden);
        linear(WeightNames.attentionOutput(i), layer.output(), hidden, hidden);
        norm(WeightNames.attentionNorm(i), layer.middle(), hidden);
        linear(WeightNames.inner(i), layer.inner(), intermediate, hidden);
        linear(WeightNames.outer(i), layer.outer(), hidden, intermediate);
        norm(WeightNames.outputNorm(i), layer.norm(), hidden);
    }

    private void linear(String name, Linear linear, int out, int in) {
        put(weight(name), linear.weight(), out, in);
        put(bias(name), linear.bias(), out);
    }

    private void norm(String name, Norm norm, int size) {
        put(gain(name), norm.gain(), size);
        put(bias(name), norm.bias(), size);
    }

    /** A parameter that the graph does not have is zero. */
    private void put(String name, Parameter parameter, int... shape) {
        shapes.put(name, shape);
        if (parameter != null) {
            parameters.put(name, parameter);
        }
    }

    /** The encoder's configuration; dropout is not in a graph and is that of the architecture. */
    EncoderConfig config() {
        return config;
    }

    /**
     * Loads the weights.
     *
     * @param place the file, for messages
     * @param labels names of the logits, in order; ignored if there is no classifier
     */
    Checkpoint load(String place, Optional<Labels> labels) {
        // in parallel: transposing and looking for NaN touch every byte of the file
        Map<String, Tensor> weights = new ConcurrentHashMap<>();
        shapes.entrySet().parallelStream().forEach(entry -> {
            int[] shape = entry.getValue();
            Parameter parameter = parameters.get(entry.getKey());
            int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            weights.put(
                    entry.getKey(),
                    parameter == null ? Tensor.of(new float[size], shape) : parameter.load(place, shape));
        });
        Optional<Head> head = Optional.ofNullable(weights.remove(weight(HEAD))).map(matrix -> {
            Optional<Head.HiddenLayer> inner = headActivation.map(activation -> new Head.HiddenLayer(
                    weights.remove(weight(HEAD_HIDDEN)), weights.remove(bias(HEAD_HIDDEN)), activation));
            return new Head(inner, matrix, weights.remove(bias(HEAD)));
        });
        return new Checkpoint(config, weights, head, head.isPresent() ? labels : Optional.empty());
    }
}
