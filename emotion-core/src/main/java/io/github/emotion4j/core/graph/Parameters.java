package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.encoder.ParameterShapes;
import io.github.emotion4j.core.encoder.WeightNames;
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

    /**
     * One parameter.
     *
     * @param name as in {@link io.github.emotion4j.core.encoder.WeightNames}, or {@code head.…}
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
        ParameterShapes.of(config, head).forEach(this::add);
    }

    private void add(String name, int[] shape) {
        var parameter = new Parameter(name, shape, size, WeightNames.decays(name));
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

    /** Whether there is a parameter of that name. */
    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The parameter of that name. */
    public Parameter get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("there is no parameter '" + name + "'");
        }
        return parameter;
    }

    /** Names from {@code first} to {@code last}. */
    List<String> between(String first, String last) {
        int from = get(first).from();
        int to = get(last).from();
        return byName.values().stream()
                .filter(parameter -> parameter.from() >= from && parameter.from() <= to)
                .map(Parameter::name)
                .toList();
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
        if (!WeightNames.isHead(name)) {
            return checkpoint.weight(name);
        }
        Head head = checkpoint.head().orElseThrow(() -> new IllegalArgumentException("the checkpoint has no head"));
        Tensor tensor = head.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the checkpoint's head has no '" + name + "'");
        }
        return tensor;
    }

    /** A checkpoint with copies of the values in memory. */
    public Checkpoint toCheckpoint(
            EncoderConfig config, Optional<HeadShape> shape, Optional<Labels> labels, Floats memory) {
        var weights = new LinkedHashMap<String, Tensor>();
        var head = new LinkedHashMap<String, Tensor>();
        for (Parameter parameter : byName.values()) {
            (WeightNames.isHead(parameter.name()) ? head : weights).put(parameter.name(), copy(parameter, memory));
        }
        return new Checkpoint(
                config, weights, shape.map(s -> Head.of(s, config.norm().epsilon(), head)), labels);
    }

    private static Tensor copy(Parameter parameter, Floats memory) {
        return Tensor.of(memory.slice(parameter.from(), parameter.size()).toArray(), parameter.shape());
    }
}
