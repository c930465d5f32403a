package io.github.emotion4j.core.graph;

import java.util.function.Predicate;

/**
 * Says which parameters keep their values: none, or the embeddings and the first layers.
 *
 * @param layers 0 for none; N for the embeddings and the first N layers
 */
public record Freezing(int layers) implements Predicate<String> {

    @Override
    public boolean test(String parameter) {
        if (layers == 0) {
            return false;
        }
        if (parameter.startsWith("embeddings.")) {
            return true;
        }
        if (!parameter.startsWith("layer.")) {
            return false;
        }
        int from = "layer.".length();
        return Integer.parseInt(parameter.substring(from, parameter.indexOf('.', from))) < layers;
    }
}
