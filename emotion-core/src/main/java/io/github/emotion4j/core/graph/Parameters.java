package io.github.emotion4j.core.graph;

import static io.github.emotion4j.core.checkpoint.WeightNames.*;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.data.Labels;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each parameter of an encoder and its head lies in one stretch of memory. Gradients and moments use the same layout, so that an optimiser
 * walks over them in parallel. Query, key and value of a block lie side by side: one product serves all three.
 */
public final class Parameters {

    /** First layer of the head. */
    static final String HEAD_HIDDEN = "head.hidden";
    /** Last layer of the head. */
    static final String HEAD = "head";

    /**
     * One parameter.
     *
     * @param name as in {@link io.github.emotion4j.core.checkpoint.WeightNames}, or {@code head.…}
     * @param shape sizes of the axes
     * @param from index of its first float
     * @param decays whether weight decay applies: matrices and embeddings, not biases and LayerNorms
     */
    public record Parameter(String name, int[] shape, int from, boolean decays) {

        /** Number of floats. */
        public int size() {
            int size = 1;
            for (int axis : shape) {
                size = Math.multiplyExact(size, axis);
            }
            return size;
        }
    }

    private final Map<String, Parameter> byName = new LinkedHashMap<>();
    private int size;

    /**
     * The layout for an encoder.
     *
     * @param head what the head looks like; empty for an encoder without one
     */
    public Parameters(EncoderConfig config, Optional<HeadShape> head) {
        int hidden = config.hiddenSize();
        add(WORDS, true, config.vocabularySize(), hidden);
        add(POSITIONS, true, config.maxPositions(), hidden);
        if (config.typeVocabularySize() > 0) {
            add(TYPES, true, config.typeVocabularySize(), hidden);
        }
        addNorm(EMBEDDING_NORM, hidden);
        for (int layer = 0; layer < config.layers(); layer++) {
            for (String part : List.of(query(layer), key(layer), value(layer))) {
                add(weight(part), true, hidden, hidden);
            }
            for (String part : List.of(query(layer), key(layer), value(layer))) {
                add(bias(part), false, hidden);
            }
            addLinear(attentionOutput(layer), hidden, hidden);
            addNorm(attentionNorm(layer), hidden);
            addLinear(inner(layer), config.intermediateSize(), hidden);
            addLinear(outer(layer), hidden, config.intermediateSize());
            addNorm(outputNorm(layer), hidden);
        }
        head.ifPresent(shape -> {
            if (shape.hidden().isPresent()) {
                addLinear(HEAD_HIDDEN, hidden, hidden);
            }
            addLinear(HEAD, shape.labels(), hidden);
        });
    }

    private void addLinear(String name, int out, int in) {
        add(weight(name), true, out, in);
        add(bias(name), false, out);
    }

    private void addNorm(String name, int width) {
        add(gain(name), false, width);
        add(bias(name), false, width);
    }

    private void add(String name, boolean decays, int... shape) {
        var parameter = new Parameter(name, shape, size, decays);
        byName.put(name, parameter);
        size = Math.addExact(size, parameter.size());
    }

    /** Number of floats, all parameters together. */
    public int size() {
        return size;
    }

    /** All parameters in memory order. */
    public Collection<Parameter> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** The parameter of that name. */
    public Parameter get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("there is no parameter '" + name + "'");
        }
        return parameter;
    }

    /** The part of memory, laid out like this, that holds the parameters from {@code first} to {@code last}. */
    Floats slice(Floats memory, String first, String last) {
        Parameter end = get(last);
        int from = get(first).from();
        return memory.slice(from, end.from() + end.size() - from);
    }

    /**
     * Copies a checkpoint's weights into memory.
     *
     * @throws IllegalArgumentException if one is missing or has another shape
     */
    public void load(Checkpoint checkpoint, Floats memory) {
        for (Parameter parameter : byName.values()) {
            Tensor tensor = tensor(checkpoint, parameter.name());
            if (!java.util.Arrays.equals(tensor.shape(), parameter.shape())) {
                throw new IllegalArgumentException("weight '" + parameter.name() + "' has shape "
                        + java.util.Arrays.toString(tensor.shape()) + ", expected "
                        + java.util.Arrays.toString(parameter.shape()));
            }
            memory.slice(parameter.from(), parameter.size()).put(tensor.values());
        }
    }

    /**
     * The checkpoint's tensor of a parameter, {@code head.…} included.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Tensor tensor(Checkpoint checkpoint, String name) {
        if (!name.startsWith(HEAD)) {
            return checkpoint.weight(name);
        }
        Head head = checkpoint.head().orElseThrow(() -> new IllegalArgumentException("the checkpoint has no head"));
        if (name.startsWith(HEAD_HIDDEN)) {
            Head.HiddenLayer hidden = head.hidden().orElseThrow();
            return name.equals(weight(HEAD_HIDDEN)) ? hidden.weight() : hidden.bias();
        }
        return name.equals(weight(HEAD)) ? head.weight() : head.bias();
    }

    /** A checkpoint with copies of the values in memory. */
    public Checkpoint toCheckpoint(
            EncoderConfig config, Optional<HeadShape> shape, Optional<Labels> labels, Floats memory) {
        var weights = new LinkedHashMap<String, Tensor>();
        for (Parameter parameter : byName.values()) {
            if (!parameter.name().startsWith(HEAD)) {
                weights.put(parameter.name(), copy(parameter, memory));
            }
        }
        Optional<Head> head = shape.map(s -> new Head(
                s.hidden()
                        .map(activation -> new Head.HiddenLayer(
                                copy(get(weight(HEAD_HIDDEN)), memory),
                                copy(get(bias(HEAD_HIDDEN)), memory),
                                activation)),
                copy(get(weight(HEAD)), memory),
                copy(get(bias(HEAD)), memory)));
        return new Checkpoint(config, weights, head, labels);
    }

    private static Tensor copy(Parameter parameter, Floats memory) {
        return Tensor.of(memory.slice(parameter.from(), parameter.size()).toArray(), parameter.shape());
    }
}
