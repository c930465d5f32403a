package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.EncoderDefinition;
import io.github.emotion4j.core.encoder.ParameterShapes;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.run.Interpreter;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Parameter;
import io.github.emotion4j.core.onnx.trace.Part;
import io.github.emotion4j.core.onnx.trace.Trace;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * What one batch shows of an output: an encoder that it may be made by. A guess, until it is proven.
 *
 * @param config the encoder
 * @param weights of the encoder, and of the head if there is one
 * @param output what the output is
 */
record Sight(EncoderConfig config, WeightMap weights, OutputMatch output) {

    /**
     * Looks at an output.
     *
     * @param known the configuration, if there is a {@code config.json}
     * @param place the file, for messages
     */
    static Sight of(
            OnnxGraph graph,
            String output,
            Optional<EncoderConfig> known,
            TokenBatch batch,
            Activations activations,
            String place) {
        Optional<Parameter> distances = known.flatMap(config -> distances(graph, output, config));
        var followed = new HashSet<>(graph.inputs().keySet());
        distances.ifPresent(table -> followed.add(table.name()));
        var trace = new Trace(followed, batch.rows());
        Value value = new Interpreter(graph, List.of(output))
                .run(activations.inputs(), trace)
                .get(output);
        List<Part> parts = trace.parts();
        EncoderConfig config = known.orElseGet(() -> new GraphConfig(parts, batch, Optional.empty()).read(activations));
        var weights = new WeightMap(parts, distances, batch);
        new EncoderDefinition<>(config, weights).hiddenStates();
        if (!IntStream.range(0, value.size()).allMatch(i -> Double.isFinite(value.number(i)))) {
            requireFinite(parts, place);
        }
        OutputMatch match = new OutputMatch.Matcher(output, value, weights, config.head(), batch, activations).match();
        match.head().ifPresent(head -> new EncoderDefinition<>(config, weights).logits(head, true));
        EncoderConfig family = known.isPresent() || match.head().isEmpty()
                ? config
                : new GraphConfig(parts, batch, match.headActivation()).read(activations);
        return new Sight(family, weights, match);
    }

    /** Where results are not numbers, perhaps weights are none. */
    private static void requireFinite(List<Part> parts, String place) {
        for (Part part : parts) {
            if (part instanceof Part.Linear linear) {
                linear.weight().load(place, linear.weight().shape());
                if (linear.bias() != null) {
                    linear.bias().load(place, linear.bias().shape());
                }
            }
        }
    }

    /** The table of distances: the one of its shape that is neither looked up by ids nor multiplied by. */
    private static Optional<Parameter> distances(OnnxGraph graph, String output, EncoderConfig config) {
        if (!(config.attention().relative() instanceof RelativePositions.Disentangled positions)) {
            return Optional.empty();
        }
        int[] shape = {2 * positions.span(), config.hiddenSize()};
        Set<String> multiplied = new HashSet<>();
        Map<String, String> stored =
                new HashMap<>(); // names of values that are a tensor of the file under another name
        List<Node> nodes = graph.ancestors(List.of(output));
        for (Node node : nodes) {
            for (String input : node.inputs()) {
                String name = stored.getOrDefault(input, input);
                switch (node.op()) {
                    case "Identity", "Cast", "Transpose" ->
                        stored.put(node.outputs().get(0), name);
                    case "MatMul", "Gemm", "Gather" -> multiplied.add(name);
                    default -> {}
                }
            }
        }
        return nodes.stream()
                .flatMap(node -> node.inputs().stream())
                .filter(name -> !multiplied.contains(name))
                .flatMap(name -> graph.tensor(name).stream())
                .filter(table -> Arrays.equals(table.shape(), shape))
                .map(table -> new Parameter(table.name(), table.value(), false, 0, 1))
                .findFirst();
    }

    /**
     * Loads the weights.
     *
     * @param labels names of the logits, in order; ignored if there is no classifier
     * @param place the file, for messages
     */
    Checkpoint load(Optional<Labels> labels, String place) {
        Map<String, Tensor> tensors = new ConcurrentHashMap<>();
        // in parallel: transposing and looking for NaN touch every byte of the file
        ParameterShapes.of(config, output.head()).entrySet().parallelStream().forEach(entry -> {
            int[] shape = entry.getValue();
            Parameter parameter = weights.parameters().get(entry.getKey());
            // what is not added, a bias or a row for a segment, is zero
            tensors.put(
                    entry.getKey(),
                    parameter == null ? Tensor.of(new float[Shape.size(shape)], shape) : parameter.load(place, shape));
        });
        Optional<Head> head =
                output.head().map(shape -> Head.of(shape, config.norm().epsilon(), tensors));
        tensors.keySet().removeIf(WeightNames::isHead);
        return new Checkpoint(config, tensors, head, head.isPresent() ? labels : Optional.empty());
    }
}
