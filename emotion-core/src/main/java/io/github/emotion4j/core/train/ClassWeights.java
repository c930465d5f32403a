package io.github.emotion4j.core.train;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Labels;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How much the labels count in the loss. */
public sealed interface ClassWeights {

    /** All the same. */
    record None() implements ClassWeights {}

    /** Inversely proportional to the labels' frequencies, as scikit-learn's "balanced": {@code rows / (labels * count)}. */
    record Balanced() implements ClassWeights {}

    /**
     * Given by name; labels that are not named weigh 1.
     *
     * @param byName weights greater than 0
     */
    record Given(Map<String, Double> byName) implements ClassWeights {
        /** Checks that all weights are positive. */
        public Given {
            // Sorted: the text of these weights is part of a run's fingerprint, and Map.copyOf has another order in
            // each process.
            byName = Collections.unmodifiableMap(new TreeMap<>(byName));
            byName.forEach((name, weight) -> {
                if (!(weight > 0) || weight.isInfinite()) {
                    throw new IllegalArgumentException(
                            "the weight of label '" + name + "' must be > 0, found " + weight);
                }
            });
        }
    }

    /**
     * Reads {@code none}, {@code balanced} or {@code name=2,other=0.5}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static ClassWeights parse(String text) {
        if (text.equals("none")) {
            return new None();
        }
        if (text.equals("balanced")) {
            return new Balanced();
        }
        var byName = new TreeMap<String, Double>();
        for (String part : text.split(",")) {
            int equals = part.lastIndexOf('=');
            Double earlier;
            try {
                earlier = byName.put(part.substring(0, equals).strip(), Double.valueOf(part.substring(equals + 1)));
            } catch (RuntimeException malformed) {
                throw new IllegalArgumentException(
                        "class weights '" + text + "': '" + part
                                + "' is not of the form label=number; expected none, balanced "
                                + "or label=2,other=0.5",
                        malformed);
            }
            if (earlier != null) {
                throw new IllegalArgumentException("class weights '" + text + "': the label of '" + part
                        + "' comes twice; give every label one weight");
            }
        }
        return new Given(byName);
    }

    /** What {@link #parse} reads. */
    default String toText() {
        if (this instanceof Given given) {
            return given.byName().entrySet().stream()
                    .map(weight -> weight.getKey() + "=" + weight.getValue())
                    .collect(Collectors.joining(","));
        }
        return this instanceof Balanced ? "balanced" : "none";
    }

    /**
     * The weights in id order.
     *
     * @param train decides the balanced ones
     * @throws IllegalArgumentException if a weight names a label that the data does not have
     */
    default double[] of(Dataset train) {
        Labels labels = train.labels();
        double[] weights = new double[labels.size()];
        Arrays.fill(weights, 1);
        if (this instanceof Balanced) {
            int[] counts = train.labelCounts();
            for (int id = 0; id < weights.length; id++) {
                weights[id] = counts[id] == 0 ? 1 : (double) train.size() / (weights.length * (double) counts[id]);
            }
        } else if (this instanceof Given given) {
            given.byName().forEach((name, weight) -> {
                int id = labels.id(name)
                        .orElseThrow(() -> new IllegalArgumentException("a class weight names the label '" + name
                                + "', which is not one of " + labels.names()));
                weights[id] = weight;
            });
        }
        return weights;
    }
}
