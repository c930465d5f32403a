package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parts that a graph used, in the places that they have in an encoder: embeddings and a LayerNorm; for each attention an output projection, a
 * LayerNorm, two feed-forward layers and a LayerNorm; a head. A place says nothing about what is computed between: with its LayerNorms before each
 * part an encoder has the same skeleton.
 *
 * @param tables whose rows were used before the first layer
 * @param norm the first LayerNorm
 * @param projection of the embeddings to the width of the layers, if there is one
 * @param layers at least one
 * @param biases tables whose rows were used inside of the layers
 * @param head linear layers after the last LayerNorm of the encoder
 * @param headNorms LayerNorms among them
 */
public record Skeleton(
        List<LookUp> tables,
        Norm norm,
        Optional<Linear> projection,
        List<Layer> layers,
        List<LookUp> biases,
        List<Linear> head,
        List<Norm> headNorms) {

    private static final String LAYER = "; expected embeddings, a LayerNorm, and for each layer an attention, its output projection, a LayerNorm, "
            + "two feed-forward layers and a LayerNorm";

    /**
     * One layer.
     *
     * @param attention with its projections
     * @param output projection of the merged heads
     * @param middle LayerNorm between the two halves
     * @param inner first feed-forward layer
     * @param outer second feed-forward layer
     * @param norm LayerNorm after it: of this layer's result, of the next one's input, or of the encoder's
     */
    public record Layer(Attention attention, Linear output, Norm middle, Linear inner, Linear outer, Norm norm) {}

    /** The LayerNorm whose result are the encoder's hidden states. */
    public Norm hidden() {
        return layers.get(layers.size() - 1).norm();
    }

    /**
     * Finds the places.
     *
     * @throws Refusal naming the first part that has none
     */
    public static Skeleton of(Trace trace) {
        return new Builder(trace.parts()).build();
    }

    private static final class Builder {

        private final Deque<Part> parts;
        private final List<LookUp> tables = new ArrayList<>();
        private final List<LookUp> biases = new ArrayList<>();

        Builder(List<Part> parts) {
            this.parts = new ArrayDeque<>(parts);
        }

        Skeleton build() {
            List<Attention> attentions = parts.stream()
                    .filter(Attention.class::isInstance)
                    .map(Attention.class::cast)
                    .toList();
            if (attentions.isEmpty()) {
                throw new Refusal("there is no attention in the graph, products of queries and keys and a softmax" + LAYER);
            }
            takeLookUps(tables);
            Norm first = next(Norm.class, "the LayerNorm of the embeddings", tables);
            Optional<Linear> projection = Optional.empty();
            var layers = new ArrayList<Layer>();
            for (Attention attention : attentions) {
                Set<Linear> projections = projections(attention);
                takeLookUps(biases);
                if (layers.isEmpty() && parts.peek() instanceof Linear linear && !projections.contains(linear)) {
                    projection = Optional.of(linear);
                    parts.poll();
                }
                for (int i = 0; i < projections.size(); i++) {
                    Linear linear = next(Linear.class, "a projection to queries, keys or values", biases);
                    if (!projections.contains(linear)) {
                        throw misplaced(linear, "a projection to queries, keys or values");
                    }
                }
                next(Attention.class, "the attention", biases);
                layers.add(new Layer(
                        attention,
                        next(Linear.class, "the output projection of the attention", biases),
                        next(Norm.class, "a LayerNorm after the attention", biases),
                        next(Linear.class, "the first feed-forward layer", biases),
                        next(Linear.class, "the second feed-forward layer", biases),
                        next(Norm.class, "a LayerNorm after the feed-forward layers", biases)));
            }
            var head = new ArrayList<Linear>();
            var norms = new ArrayList<Norm>();
            for (Part part : parts) {
                if (part instanceof Linear linear) {
                    head.add(linear);
                } else if (part instanceof Norm norm) {
                    norms.add(norm);
                } else {
                    throw misplaced(part, "linear layers only, after the last layer");
                }
            }
            return new Skeleton(tables, first, projection, layers, biases, head, norms);
        }

        private static Set<Linear> projections(Attention attention) {
            if (attention.query() == null || attention.key() == null || attention.value() == null) {
                throw attention
                        .node()
                        .refusal("the attention's queries, keys or values are not the results of linear layers" + LAYER);
            }
            return new HashSet<>(List.of(attention.query(), attention.key(), attention.value()));
        }

        private void takeLookUps(List<LookUp> into) {
            while (parts.peek() instanceof LookUp lookUp) {
                into.add(lookUp);
                parts.poll();
            }
        }

        private <T extends Part> T next(Class<T> kind, String what, List<LookUp> lookUps) {
            takeLookUps(lookUps);
            if (parts.isEmpty()) {
                throw new Refusal("the graph ends where " + what + " was expected" + LAYER);
            }
            if (!kind.isInstance(parts.peek())) {
                throw misplaced(parts.peek(), what);
            }
            return kind.cast(parts.poll());
        }

        private static Refusal misplaced(Part part, String expected) {
            String found = part instanceof Linear ? "a linear layer" : part instanceof Norm ? "a LayerNorm"
                    : part instanceof Attention ? "an attention" : "rows of a table";
            return part.node().refusal("found " + found + ", expected " + expected + LAYER);
        }
    }
}
