package io.github.emotion4j.core.onnx.match;

import static io.github.emotion4j.core.checkpoint.WeightNames.bias;
import static io.github.emotion4j.core.checkpoint.WeightNames.gain;
import static io.github.emotion4j.core.checkpoint.WeightNames.weight;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Architecture;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Dropouts;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.FeedForward;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.HeadLayout;
import io.github.emotion4j.core.checkpoint.Normalisation;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.checkpoint.Positions;
import io.github.emotion4j.core.checkpoint.RelativePositions;
import io.github.emotion4j.core.checkpoint.SelfAttention;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.WeightNames;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Probe;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.data.Labels;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one probe showed an output of a graph to be: the encoder's configuration, and which number of the file is which weight. All probes must show
 * the same.
 */
public final class Recognition {

    /** Where a weight is and the shape it must have; without a parameter it is zero. */
    private record Slot(Optional<Parameter> parameter, int... shape) {}

    private static final String HEAD_HIDDEN = "head.hidden";
    private static final String HEAD = "head";

    /** BERT's and DistilBERT's own epsilon, in place of one that an optimiser removed as too small to matter in float32. */
    private static final double DEFAULT_EPSILON = 1e-12;

    private final OutputMatch output;
    private final EncoderConfig config;
    private final Map<String, Slot> slots = new LinkedHashMap<>();

    private Recognition(OutputMatch output, EncoderConfig config) {
        this.output = output;
        this.config = config;
    }

    /**
     * Recognises an output.
     *
     * @param name the output's name in the file
     * @param term how it is computed
     * @param probe on which the term was computed
     * @param half whether constants of the file have only float16 precision
     */
    public static Recognition of(String name, Term term, Probe probe, boolean half) {
        var context = new Context(probe, half);
        OutputMatch output = OutputMatch.match(name, term, context);
        return of(output, EncoderMatch.match(output.hidden(), context));
    }

    private static Recognition of(OutputMatch output, EncoderMatch encoder) {
        int hidden = output.hidden().lastAxis();
        Embeddings embeddings = encoder.embeddings();
        Block first = encoder.blocks().get(0);
        boolean pooler =
                output.headActivation().filter(a -> a == Activation.TANH).isPresent();
        if (output.kind() == OutputKind.MASKED_LM
                && output.headLinear().orElseThrow().out() != embeddings.words().size() / hidden) {
            throw new Refusal(
                    "the head on every token has " + output.headLinear().get().out()
                            + " outputs, expected a masked-language-model head with one for each word of the vocabulary");
        }
        int types = embeddings.types().map(table -> table.size() / hidden).orElse(pooler ? 1 : 0);
        EncoderConfig config = config(types, hidden, encoder);
        var found = new Recognition(output, config);
        found.slot(WeightNames.WORDS, embeddings.words(), config.vocabularySize(), hidden);
        found.slot(WeightNames.POSITIONS, embeddings.positions(), config.maxPositions(), hidden);
        if (types > 0) {
            // without a segment embedding BERT's is a row of zeros
            found.slots.put(WeightNames.TYPES, new Slot(embeddings.types(), types, hidden));
        }
        found.norm(WeightNames.EMBEDDING_NORM, embeddings.norm(), hidden);
        for (int i = 0; i < config.layers(); i++) {
            Block block = encoder.blocks().get(i);
            found.linear(WeightNames.query(i), block.attention().query(), hidden, hidden);
            found.linear(WeightNames.key(i), block.attention().key(), hidden, hidden);
            found.linear(WeightNames.value(i), block.attention().value(), hidden, hidden);
            found.linear(WeightNames.attentionOutput(i), block.attentionOutput(), hidden, hidden);
            found.norm(WeightNames.attentionNorm(i), block.attentionNorm(), hidden);
            found.linear(WeightNames.inner(i), block.inner(), config.intermediateSize(), hidden);
            found.linear(WeightNames.outer(i), block.outer(), hidden, config.intermediateSize());
            found.norm(WeightNames.outputNorm(i), block.outputNorm(), hidden);
        }
        output.headHidden().ifPresent(layer -> found.linear(HEAD_HIDDEN, layer, layer.out(), hidden));
        output.headLinear()
                .filter(layer -> output.kind() == OutputKind.LOGITS)
                .ifPresent(layer -> found.linear(
                        HEAD,
                        layer,
                        layer.out(),
                        output.headHidden().map(Linear::out).orElse(hidden)));
        return found;
    }

    /** The encoder's configuration; dropout is not in a graph and is that of the architecture. */
    public EncoderConfig config() {
        return config;
    }

    /** What the output is. */
    public OutputKind kind() {
        return output.kind();
    }

    /** How the output makes one vector of a text, where it does. */
    public Optional<Pooling> pooling() {
        return output.pooling();
    }

    /** Whether that vector is divided by its length. */
    public boolean normalised() {
        return output.normalised();
    }

    /**
     * Refuses a graph that means something else at another size.
     *
     * @param other of a smaller probe
     * @param probe that this is of
     */
    public void requireSameAs(Recognition other, Probe probe) {
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

    /**
     * Loads the weights.
     *
     * @param place the file, for messages
     * @param labels names of the logits, in order; ignored if there is no classifier
     */
    public Checkpoint load(String place, Optional<Labels> labels) {
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

    private static EncoderConfig config(int types, int hidden, EncoderMatch encoder) {
        Embeddings embeddings = encoder.embeddings();
        Block first = encoder.blocks().get(0);
        int layers = encoder.blocks().size();
        return new EncoderConfig(
                types > 0 ? Architecture.BERT : Architecture.DISTILBERT,
                hidden,
                layers,
                new io.github.emotion4j.core.checkpoint.Embeddings(
                        embeddings.words().size() / hidden,
                        hidden,
                        0,
                        new Positions.Learned(embeddings.positions().size() / hidden),
                        types,
                        false),
                new SelfAttention(
                        first.attention().heads(),
                        true,
                        new RelativePositions.None(),
                        Collections.nCopies(layers, SelfAttention.EVERYWHERE)),
                new FeedForward(first.inner().out(), first.activation(), false, true),
                new Normalisation(
                        Normalisation.Placement.AFTER,
                        shortest(embeddings.norm().epsilon()),
                        true),
                false,
                types > 0 ? Dropouts.of(0.1, 0.1, 0.1) : new Dropouts(0.1, 0.1, 0, 0, 0.1, 0, 0, 0.2),
                HeadLayout.first(types > 0 ? Activation.TANH : Activation.RELU));
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

    /** The decimal that a float32 was written as: 1e-12, not 9.999999960041972e-13. */
    private static double shortest(double epsilon) {
        if (epsilon == 0) {
            return DEFAULT_EPSILON;
        }
        return (float) epsilon == epsilon ? Double.parseDouble(Float.toString((float) epsilon)) : epsilon;
    }
}
