package io.github.emotion4j.core.checkpoint;

import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.data.Labels;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An encoder's configuration and weights, with a head and labels where the source had them.
 *
 * @param config sizes and constants
 * @param weights by the names of {@link WeightNames}; exactly those the configuration asks for
 * @param head the classification head, if any
 * @param labels the head's labels in logit order, if the source names them; as many as the head has logits
 */
public record Checkpoint(
        EncoderConfig config, Map<String, Tensor> weights, Optional<Head> head, Optional<Labels> labels) {

    /** Keeps an unmodifiable copy of the map (not of the values). */
    public Checkpoint {
        Objects.requireNonNull(config, "config");
        weights = Map.copyOf(weights);
        if (head.isPresent()
                && labels.isPresent()
                && head.get().labels() != labels.get().size()) {
            throw new IllegalArgumentException("the head has " + head.get().labels() + " logits, but there are "
                    + labels.get().size() + " labels " + labels.get());
        }
    }

    /**
     * The tensor of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Tensor weight(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the checkpoint has no weight '" + name + "'");
        }
        return tensor;
    }
}
