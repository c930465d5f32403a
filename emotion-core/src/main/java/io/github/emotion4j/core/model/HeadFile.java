package io.github.emotion4j.core.model;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Safetensors;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Activation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/** A head as it is computed, in a small safetensors file of its own: what transformers' classes cannot hold exactly. */
final class HeadFile {

    static final String NAME = "head.safetensors";

    private static final String ACTIVATION = "activation";
    private static final String EPSILON = "epsilon";
    private static final String INPUT = "input";
    private static final String UNIT = "unit vector";

    private HeadFile() {}

    static void write(Head head, Path file) throws IOException {
        var tensors = new TreeMap<String, Tensor>();
        var metadata = new TreeMap<String, String>();
        tensors.put("weight", head.weight());
        tensors.put("bias", head.bias());
        if (head.onUnitVector()) {
            metadata.put(INPUT, UNIT);
        }
        head.hidden().ifPresent(hidden -> {
            tensors.put("hidden.weight", hidden.weight());
            hidden.bias().ifPresent(bias -> tensors.put("hidden.bias", bias));
            hidden.norm().ifPresent(norm -> {
                tensors.put("norm.gain", norm.gain());
                norm.bias().ifPresent(bias -> tensors.put("norm.bias", bias));
                metadata.put(EPSILON, Double.toString(norm.epsilon()));
            });
            metadata.put(ACTIVATION, hidden.activation().name());
        });
        Safetensors.write(file, tensors, metadata);
    }

    static Head read(Path file, int width) throws IOException {
        Safetensors stored = Safetensors.open(file);
        try {
            Optional<Head.HiddenLayer> hidden = Optional.empty();
            if (stored.names().contains("hidden.weight")) {
                hidden = Optional.of(new Head.HiddenLayer(
                        shaped(stored, "hidden.weight", width),
                        optional(stored, "hidden.bias"),
                        Activation.valueOf(stored.metadata().getOrDefault(ACTIVATION, "")),
                        optional(stored, "norm.gain")
                                .map(gain -> new Head.Norm(
                                        gain,
                                        optional(stored, "norm.bias"),
                                        Double.parseDouble(stored.metadata().getOrDefault(EPSILON, ""))))));
            }
            return new Head(hidden, shaped(stored, "weight", width), stored.tensor("bias"), onUnitVector(stored));
        } catch (InvalidModelException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean onUnitVector(Safetensors stored) {
        String input = stored.metadata().get(INPUT);
        if (input != null && !input.equals(UNIT)) {
            throw new InvalidModelException(stored.file() + ": the head's input '" + input
                    + "' is not supported, expected '" + UNIT + "' or none; use a newer version of emotion");
        }
        return input != null;
    }

    private static Optional<Tensor> optional(Safetensors stored, String name) {
        return stored.names().contains(name) ? Optional.of(stored.tensor(name)) : Optional.empty();
    }

    private static Tensor shaped(Safetensors stored, String name, int width) {
        Tensor tensor = stored.tensor(name);
        if (tensor.shape().length != 2 || tensor.shape()[1] != width) {
            throw new InvalidModelException(
                    stored.file() + ": '" + name + "' does not fit an encoder of hidden size " + width);
        }
        return tensor;
    }
}
