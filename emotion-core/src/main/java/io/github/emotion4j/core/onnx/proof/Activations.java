package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.run.ErrorFunction;
import io.github.emotion4j.core.onnx.run.Interpreter;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Linear;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Which activations stand between linear layers, by running what is between them by itself: on numbers where the known activations bend, and far from
 * there, where they are straight unless they are cut off. So an activation is told from another that texts rarely show to be one.
 */
final class Activations {

    private static final double REACH = 9;
    private static final int POINTS = 181;
    private static final double[] FAR = {-1e4, -1000, -100, -30, -12, 12, 30, 100, 1000, 1e4};

    private final OnnxGraph graph;
    private final Map<String, Value> inputs;
    private final double tolerance;

    /**
     * Activations in a graph.
     *
     * @param inputs a batch of texts; the graph's sizes may depend on it
     * @param tolerance see {@link Precision#activation}
     */
    Activations(OnnxGraph graph, Map<String, Value> inputs, Precision precision) {
        this.graph = graph;
        this.inputs = inputs;
        this.tolerance = precision.activation();
    }

    /**
     * The activation, one of {@code candidates}, that stands behind each first layer and before the one that follows.
     *
     * @param following each layer with the next
     * @throws Refusal if there is none, or another than between the layers before
     */
    Activation find(LinkedHashMap<Linear, Linear> following, List<Activation> candidates) {
        var given = new HashMap<>(inputs);
        var wanted = new ArrayList<String>();
        following.forEach((before, after) -> {
            Value product = before.product();
            given.put(before.node().outputs().get(0), Value.of(product.type(), product.shape(), grid(product.size())));
            wanted.add(after.node().inputs().get(0));
        });
        Map<String, Value> results = new Interpreter(graph, wanted, given.keySet()).run(given);
        Activation activation = null;
        for (var pair : following.entrySet()) {
            Linear before = pair.getKey();
            Value after = results.get(pair.getValue().node().inputs().get(0));
            float[] argument = before.biased(grid(before.product().size()));
            activation = nearest(argument, after.floats(), activation == null ? candidates : List.of(activation), before);
        }
        return activation;
    }

    private Activation nearest(float[] before, float[] after, List<Activation> candidates, Linear place) {
        Activation nearest = null;
        double best = Double.POSITIVE_INFINITY;
        for (Activation candidate : candidates) {
            double distance = distance(before, after, function(candidate));
            if (nearest == null || distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        if (!(best <= tolerance)) {
            throw place.node().refusal("an unknown activation after it; nearest is " + nearest + ", which differs by "
                    + best + ". Known here are " + candidates);
        }
        return nearest;
    }

    private static float[] grid(int size) {
        float[] grid = new float[size];
        for (int i = 0; i < size; i++) {
            int at = i % (POINTS + FAR.length);
            grid[i] = (float) (at < POINTS ? -REACH + 2 * REACH * at / (POINTS - 1) + 1e-3 : FAR[at - POINTS]);
        }
        return grid;
    }

    private static double distance(float[] before, float[] after, DoubleUnaryOperator function) {
        if (before.length != after.length) {
            return Double.POSITIVE_INFINITY;
        }
        double worst = 0;
        for (int i = 0; i < before.length; i++) {
            double difference = Math.abs(function.applyAsDouble(before[i]) - after[i]) / Math.max(1, Math.abs(before[i]));
            if (!(difference <= worst)) {
                worst = difference;
            }
        }
        return worst;
    }

    private static DoubleUnaryOperator function(Activation activation) {
        return switch (activation) {
            case GELU_ERF -> x -> 0.5 * x * (1 + ErrorFunction.erf(x / Math.sqrt(2)));
            case GELU_TANH ->
                x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case RELU -> x -> Math.max(0, x);
            case TANH -> Math::tanh;
        };
    }
}
