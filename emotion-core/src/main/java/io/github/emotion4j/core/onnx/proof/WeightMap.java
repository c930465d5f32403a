package io.github.emotion4j.core.onnx.proof;

import static io.github.emotion4j.core.encoder.WeightNames.bias;
import static io.github.emotion4j.core.encoder.WeightNames.gain;
import static io.github.emotion4j.core.encoder.WeightNames.weight;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.Operations;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.trace.Parameter;
import io.github.emotion4j.core.onnx.trace.Part;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which numbers of a file are which weights: an encoder's definition is run over what a graph did, and each of its operations takes the part that comes
 * next. Among queries, keys and values the attention tells which is which. A part that does not fit is refused; one that does need not be right, until
 * it is proven.
 */
final class WeightMap implements Operations<Boolean> {

    /**
     * An activation and the linear layers it stands between.
     *
     * @param gated whether it is applied to the first half of what comes before, and multiplied by the other half
     */
    record Between(Part.Linear before, Activation activation, boolean gated, Part.Linear after) {}

    private final List<Part> parts;

    /** Parts that are applied to tokens, and those that are applied to distances between them. */
    private final Deque<Part> tokens = new ArrayDeque<>();

    private final List<Part> distances = new ArrayList<>();
    private final Tables tables;
    private final Optional<Parameter> relative;
    private final Map<String, Parameter> parameters = new HashMap<>();
    private final List<Between> activations = new ArrayList<>();
    private final List<Part.Norm> norms = new ArrayList<>();
    private Between open;
    private Part.Linear last;

    /**
     * A map of nothing.
     *
     * @param relative the table of distances, if there is one
     * @param batch that the graph was run on
     */
    WeightMap(List<Part> parts, Optional<Parameter> relative, TokenBatch batch) {
        this.parts = parts;
        this.tables = Tables.of(parts, batch);
        this.relative = relative;
        for (Part part : parts) {
            boolean ofDistances = relative.filter(table -> part.result().rows() == table.shape()[0])
                    .isPresent();
            if (!(part instanceof Part.LookUp)) {
                (ofDistances ? distances : tokens).add(part);
            }
        }
    }

    /** What was found, by the names of {@link WeightNames}. */
    Map<String, Parameter> parameters() {
        return parameters;
    }

    /** Where activations stand. */
    List<Between> activations() {
        return activations;
    }

    /** The encoder's LayerNorms, in order; the results of the last are its hidden states. */
    List<Part.Norm> norms() {
        return norms;
    }

    /** What is left. */
    List<Part> rest() {
        return List.copyOf(tokens);
    }

    @Override
    public Boolean embed(Embeddings part) {
        parameters.put(WeightNames.WORDS, tables.words().table());
        boolean placed = !(part.positions() instanceof Positions.None);
        if (placed != tables.positions().isPresent()
                || part.types() == 0 && tables.types().isPresent()) {
            throw tables.words()
                    .node()
                    .refusal("rows of tables are added for positions: "
                            + tables.positions().isPresent()
                            + ", for segments: " + tables.types().isPresent() + "; expected positions: " + placed
                            + ", segments: " + (part.types() > 0));
        }
        tables.positions().ifPresent(lookUp -> parameters.put(WeightNames.POSITIONS, lookUp.table()));
        tables.types().ifPresent(lookUp -> parameters.put(WeightNames.TYPES, lookUp.table()));
        return true;
    }

    @Override
    public Boolean linear(Linear layer, Boolean x) {
        List<String> names = layer.names();
        if (layer.rows() == Rows.DISTANCES) {
            // with the weights of queries and keys, if those are known already, and in any order
            Parameter known = parameters.get(weight(names.get(0)));
            put(names.get(0), layer.bias(), distance(Part.Linear.class, names.get(0), known), 0, 1);
            return true;
        }
        List<Node> apart = names.size() > 1 ? madeApart() : List.of();
        if (!tokens.isEmpty() && apart.contains(tokens.peek().node())) {
            var found = new HashMap<Node, Part.Linear>();
            names.forEach(name -> {
                Part.Linear part = take(name);
                found.put(part.node(), part);
            });
            for (int i = 0; i < names.size(); i++) {
                Part.Linear part = found.get(apart.get(i));
                if (part == null) {
                    throw apart.get(i).refusal("expected before the attention, as '" + names.get(i) + "'");
                }
                put(names.get(i), layer.bias(), part, 0, 1);
            }
        } else {
            Part.Linear part = take(names.get(0));
            for (int i = 0; i < names.size(); i++) {
                put(names.get(i), layer.bias(), part, i, names.size());
            }
        }
        layer.activation().ifPresent(activation -> open = new Between(last, activation, false, null));
        return true;
    }

    /** The layers by which queries, keys and values of the next attention are made, in this order, if they are three. */
    private List<Node> madeApart() {
        return tokens.stream()
                .filter(Part.Attention.class::isInstance)
                .map(part -> ((Part.Attention) part).projections())
                .findFirst()
                .filter(made -> made.stream().distinct().count() == made.size())
                .orElse(List.of());
    }

    /** Takes a linear layer; an activation that is open ends where it begins. */
    private Part.Linear take(String name) {
        last = next(Part.Linear.class, name);
        if (open != null) {
            activations.add(new Between(open.before(), open.activation(), open.gated(), last));
            open = null;
        }
        return last;
    }

    private void put(String name, boolean bias, Part.Linear part, int number, int count) {
        put(weight(name), part.node(), part.weight().part(number, count));
        if (part.bias() != null && !bias) {
            throw part.node().refusal("a bias is added for '" + name + "', expected none");
        }
        if (part.bias() != null) {
            put(bias(name), part.node(), part.bias().part(number, count));
        }
    }

    @Override
    public Boolean norm(Norm norm, Boolean x) {
        boolean ofTokens = norm.rows() != Rows.DISTANCES;
        Part.Norm part = ofTokens ? next(Part.Norm.class, norm.name()) : distance(Part.Norm.class, norm.name(), null);
        put(gain(norm.name()), part.node(), part.gain());
        if (part.bias() != null && norm.bias()) {
            put(bias(norm.name()), part.node(), part.bias());
        }
        if (ofTokens) {
            open = null; // an activation under a LayerNorm has to be proven together with it
        }
        if (norm.rows() == Rows.TOKENS) {
            norms.add(part);
        }
        return true;
    }

    @Override
    public Boolean addNorm(Norm norm, DropoutSite dropout, Boolean x, Boolean residual) {
        return norm(norm, x);
    }

    @Override
    public Boolean gate(Rows rows, int width, Activation activation, Boolean x) {
        open = new Between(last, activation, true, null);
        return true;
    }

    @Override
    public Boolean attention(
            Attention attention, DropoutSite dropout, Boolean queries, Boolean keysAndValues, List<Boolean> relative) {
        Part.Attention part = next(Part.Attention.class, "an attention");
        if (part.heads() != attention.heads()) {
            throw part.node().refusal("an attention of " + part.heads() + " heads, expected " + attention.heads());
        }
        return true;
    }

    @Override
    public Boolean biases(RelativePositions.Bias positions, String name, int heads) {
        Part.LookUp table = tables.biases(parts, heads)
                .orElseThrow(() -> new Refusal("no rows of a table are added to the scores, expected '" + name + "'"));
        put(name, table.node(), table.table());
        return true;
    }

    @Override
    public Boolean distances(RelativePositions.Disentangled positions, String name, int hidden) {
        parameters.put(
                name,
                relative.orElseThrow(() -> new Refusal("there is no table [" + 2 * positions.span() + ", " + hidden
                        + "] of distances in the graph; perhaps its exporter computed with it beforehand")));
        return true;
    }

    @Override
    public Boolean add(Rows rows, int width, DropoutSite dropout, Boolean x, Boolean residual) {
        return true;
    }

    @Override
    public Boolean drop(Rows rows, int width, DropoutSite dropout, Boolean x) {
        return true;
    }

    @Override
    public Boolean rotate(double base, int hidden, int heads, int parts, int columns, Boolean x) {
        return true;
    }

    @Override
    public Boolean unit(int width, Boolean x) {
        return true;
    }

    @Override
    public Boolean pool(Pooling pooling, int width, Boolean x) {
        return true;
    }

    private void put(String name, Node node, Parameter parameter) {
        Parameter before = parameters.putIfAbsent(name, parameter);
        if (before != null && !before.isSameAs(parameter)) {
            throw node.refusal("'" + parameter.name() + "' is used where '" + before.name()
                    + "' is expected again: the layers do not share their weights");
        }
    }

    private <T extends Part> T next(Class<T> kind, String name) {
        if (!kind.isInstance(tokens.peek())) {
            throw tokens.isEmpty()
                    ? new Refusal("the graph ends before '" + name + "'")
                    : misplaced(tokens.peek(), name);
        }
        return kind.cast(tokens.poll());
    }

    private <T extends Part> T distance(Class<T> kind, String name, Parameter weight) {
        T part = distances.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(p -> weight == null
                        || p instanceof Part.Linear linear && linear.weight().isSameAs(weight))
                .findFirst()
                .orElseThrow(() -> new Refusal("nothing is done with distances between tokens for '" + name + "'"));
        distances.remove(part);
        return part;
    }

    private static Refusal misplaced(Part part, String expected) {
        return part.node()
                .refusal("found "
                        + (part instanceof Part.Norm
                                ? "a LayerNorm"
                                : part instanceof Part.Linear ? "a linear layer" : "an attention")
                        + ", expected '" + expected + "'");
    }
}
