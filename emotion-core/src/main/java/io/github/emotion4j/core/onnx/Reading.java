package io.github.emotion4j.core.onnx;

import static io.github.emotion4j.core.checkpoint.WeightNames.bias;
import static io.github.emotion4j.core.checkpoint.WeightNames.gain;
import static io.github.emotion4j.core.checkpoint.WeightNames.weight;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Architecture;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.WeightNames;
import io.github.emotion4j.data.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that one probe showed: configuration, and which number of the file is which weight. Two probes must show the same.
 */
final class Reading {

    /** Where a weight is and the shape it must have; without a parameter it is zero. */
    private record Slot(Optional<Parameter> parameter, int... shape) {}

    private static final String HEAD_HIDDEN = "head.hidden";
    private static final String HEAD = "head";

    private final OutputMatch output;
    private final EncoderConfig config;
    private final Map<String, Slot> slots = new LinkedHashMap<>();

    private Reading(OutputMatch output, EncoderConfig config) {
        this.output = output;
        this.config = config;
    }

    static Reading of(OutputMatch output, EncoderMatch encoder) {
        int hidden = output.hidden().lastAxis();
        Embeddings embeddings = encoder.embeddings();
        Block first = encoder.blocks().get(0);
        boolean pooler =
                output.headActivation().filter(a -> a == Activation.TANH).isPresent();
        if (output.kind() == OutputMatch.Kind.MASKED_LM
                && output.headLinear().orElseThrow().out() != embeddings.words().size() / hidden) {
            throw new Refusal(
                    "the head on every token has " + output.headLinear().get().out()
                            + " outputs, expected a masked-language-model head with one for each word of the vocabulary");
        }
        int types = embeddings.types().map(table -> table.size() / hidden).orElse(pooler ? 1 : 0);
        var config = new EncoderConfig(
                types > 0 ? Architecture.BERT : Architecture.DISTILBERT,
                embeddings.words().size() / hidden,
                embeddings.positions().size() / hidden,
                types,
                hidden,
                encoder.blocks().size(),
                first.attention().heads(),
                first.inner().out(),
                first.activation(),
                shortest(embeddings.norm().epsilon()),
                0.1,
                0.1,
                types > 0 ? 0.1 : 0.2);
        var reading = new Reading(output, config);
        reading.slot(WeightNames.WORDS, embeddings.words(), config.vocabularySize(), hidden);
        reading.slot(WeightNames.POSITIONS, embeddings.positions(), config.maxPositions(), hidden);
        if (types > 0) {
            // without a segment embedding BERT's is a row of zeros
            reading.slots.put(WeightNames.TYPES, new Slot(embeddings.types(), types, hidden));
        }
        reading.norm(WeightNames.EMBEDDING_NORM, embeddings.norm(), hidden);
        for (int i = 0; i < config.layers(); i++) {
            Block block = encoder.blocks().get(i);
            reading.linear(WeightNames.query(i), block.attention().query(), hidden, hidden);
            reading.linear(WeightNames.key(i), block.attention().key(), hidden, hidden);
            reading.linear(WeightNames.value(i), block.attention().value(), hidden, hidden);
            reading.linear(WeightNames.attentionOutput(i), block.attentionOutput(), hidden, hidden);
            reading.norm(WeightNames.attentionNorm(i), block.attentionNorm(), hidden);
            reading.linear(WeightNames.inner(i), block.inner(), config.intermediateSize(), hidden);
            reading.linear(WeightNames.outer(i), block.outer(), hidden, config.intermediateSize());
            reading.norm(WeightNames.outputNorm(i), block.outputNorm(), hidden);
        }
        output.headHidden().ifPresent(layer -> reading.linear(HEAD_HIDDEN, layer, layer.out(), hidden));
        output.headLinear()
                .filter(layer -> output.kind() == OutputMatch.Kind.LOGITS)
                .ifPresent(layer -> reading.linear(
                        HEAD,
                        layer,
                        layer.out(),
                        output.headHidden().map(Linear::out).orElse(hidden)));
        return reading;
    }

    EncoderConfig config() {
        return config;
    }

    OutputMatch.Kind kind() {
        return output.kind();
    }

    Optional<Pooling> pooling() {
        return output.pooling();
    }

    boolean normalised() {
        return output.normalised();
    }

    /** Refuses a graph that means something else at another size. */
    void requireSameAs(Reading other, Probe probe) {
        boolean same = config.equals(other.config)
                && output.kind() == other.output.kind()
                && output.pooling().equals(other.output.pooling())
                && output.normalised() == other.output.normalised()
                && output.headActivation().equals(other.output.headActivation())
                && slots.keySet().equals(other.slots.keySet());
        for (String name : same ? slots.keySet() : Map.<String, Slot>of().keySet()) {
            Optional<Parameter> mine = slots.get(name).parameter;
            Optional<Parameter> theirs = other.slots.get(name).parameter;
            same &= mine.isPresent() == theirs.isPresent()
                    && (mine.isEmpty() || mine.get().sameAs(theirs.get()));
        }
        if (!same) {
            throw new Refusal(
                    "on texts of " + probe + " tokens the graph is another encoder than on shorter ones: found "
                            + config + ", expected " + other.config);
        }
    }

    /** Loads the weights. */
    Checkpoint load(String place, Optional<Labels> labels) {
        // in parallel: transposing and looking for NaN touch every byte of the file
        Map<String, Tensor> weights = new ConcurrentHashMap<>();
        slots.entrySet().parallelStream().forEach(entry -> {
            Slot slot = entry.getValue();
            weights.put(
                    entry.getKey(),
                    slot.parameter
                            .map(parameter -> parameter.load(place, slot.shape))
                            .orElseGet(() -> Tensor.of(new float[Shape.size(slot.shape)], slot.shape)));
        });
        Optional<Head> head = Optional.ofNullable(slots.get(weight(HEAD))).map(slot -> {
            Optional<Head.HiddenLayer> hidden = output.headActivation()
                    .map(activation -> new Head.HiddenLayer(
                            weights.remove(weight(HEAD_HIDDEN)), weights.remove(bias(HEAD_HIDDEN)), activation));
            return new Head(hidden, weights.remove(weight(HEAD)), weights.remove(bias(HEAD)));
        });
        return new Checkpoint(config, weights, head, head.isPresent() ? labels : Optional.empty());
    }

    private void slot(String name, Parameter parameter, int... shape) {
        slots.put(name, new Slot(Optional.of(parameter), shape));
    }

    private void linear(String name, Linear linear, int out, int in) {
        slot(weight(name), linear.weight(), out, in);
        slots.put(bias(name), new Slot(linear.bias(), out));
    }

    private void norm(String name, Norm norm, int size) {
        slot(gain(name), norm.gain(), size);
        slot(bias(name), norm.bias(), size);
    }

    /** BERT's and DistilBERT's own epsilon, in place of one that an optimiser removed as too small to matter in float32. */
    private static final double DEFAULT_EPSILON = 1e-12;

    /** The decimal that a float32 was written as: 1e-12, not 9.999999960041972e-13. */
    private static double shortest(double epsilon) {
        if (epsilon == 0) {
            return DEFAULT_EPSILON;
        }
        return (float) epsilon == epsilon ? Double.parseDouble(Float.toString((float) epsilon)) : epsilon;
    }
}
