package io.github.emotion4j.core.encoder;

import static io.github.emotion4j.core.encoder.Operations.Rows.DISTANCES;
import static io.github.emotion4j.core.encoder.Operations.Rows.TEXTS;
import static io.github.emotion4j.core.encoder.Operations.Rows.TOKENS;

import io.github.emotion4j.core.encoder.Normalisation.Placement;
import io.github.emotion4j.core.encoder.Operations.DropoutSite;
import io.github.emotion4j.core.encoder.Operations.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an encoder computes, for all families and all that execute, export or store one: read from top to bottom, with the shape at the end of a line.
 *
 * <p>Where only token 0 is wanted, the last block computes only what token 0 needs: its query, and keys and values of all.
 *
 * @param <V> see {@link Operations}
 */
public final class EncoderDefinition<V> {

    private final EncoderConfig config;
    private final Operations<V> operations;
    private final int hidden;
    private Optional<V> relative = Optional.empty();

    /** A definition in those operations; one of its methods is called, once. */
    public EncoderDefinition(EncoderConfig config, Operations<V> operations) {
        this.config = config;
        this.operations = operations;
        this.hidden = config.hiddenSize();
    }

    /** Hidden states of all tokens, {@code [tokens, hidden]}. */
    public V hiddenStates() {
        V x = embeddings(); // [tokens, hidden]
        for (int layer = 0; layer < config.layers(); layer++) {
            x = block(layer, false, x);
        }
        return last(TOKENS, x);
    }

    /** One vector a text, {@code [texts, hidden]}. */
    public V pooled(Pooling pooling) {
        if (pooling == Pooling.MEAN) {
            return operations.pool(pooling, hidden, hiddenStates());
        }
        V x = embeddings();
        for (int layer = 0; layer < config.layers() - 1; layer++) {
            x = block(layer, false, x);
        }
        return last(TEXTS, block(config.layers() - 1, true, x));
    }

    /** Logits of a head on the pooled vectors, {@code [texts, labels]}. */
    public V logits(Pooling pooling, HeadShape head) {
        return logits(head, pooled(pooling));
    }

    /** Logits of a head on such vectors, {@code [texts, labels]}. */
    public V logits(HeadShape head, V pooled) {
        V x = head.onUnitVector() ? operations.unit(hidden, pooled) : pooled; // [texts, hidden]
        if (head.hidden().isPresent()) {
            var layer = head.hidden().get();
            x = drop(TEXTS, hidden, DropoutSites.headInput(config), x);
            x = linear(
                    TEXTS, WeightNames.HEAD_HIDDEN, hidden, hidden, layer.bias(), Optional.of(layer.activation()), x);
            if (layer.norm()) {
                x = operations.norm(norm(TEXTS, WeightNames.HEAD_NORM, hidden), x);
            }
        }
        x = drop(TEXTS, hidden, DropoutSites.head(config), x);
        return linear(TEXTS, WeightNames.HEAD, hidden, head.labels(), true, Optional.empty(), x);
    }

    private V embeddings() {
        Embeddings part = config.embeddings();
        V x = operations.embed(part); // [tokens, width]
        x = operations.norm(norm(TOKENS, WeightNames.EMBEDDING_NORM, part.width()), x);
        x = drop(TOKENS, part.width(), DropoutSites.embeddings(config), x);
        return part.projected()
                ? linear(TOKENS, WeightNames.EMBEDDING_PROJECTION, part.width(), hidden, true, Optional.empty(), x)
                : x; // [tokens, hidden]
    }

    private V block(int number, boolean firstOnly, V x) {
        int layer = config.sharedLayers() ? 0 : number;
        boolean before = config.norm().placement() == Placement.BEFORE;
        Rows rows = firstOnly ? TEXTS : TOKENS;
        V own = firstOnly ? operations.pool(Pooling.CLS, hidden, x) : x; // [rows, hidden]
        V seen = before && number > 0 ? operations.norm(norm(TOKENS, WeightNames.attentionNorm(layer), hidden), x) : x;
        V context = attention(number, layer, firstOnly, seen);
        boolean bias = config.attention().bias();
        String output = WeightNames.attentionOutput(layer);
        V projected = linear(rows, output, hidden, hidden, bias, Optional.empty(), context);
        V attended = residual(
                rows, WeightNames.attentionNorm(layer), DropoutSites.projection(config, number), projected, own);
        V input = before ? operations.norm(norm(rows, WeightNames.outputNorm(layer), hidden), attended) : attended;
        V narrow = feedForward(rows, number, layer, input);
        return residual(
                rows, WeightNames.outputNorm(layer), DropoutSites.feedForward(config, number), narrow, attended);
    }

    private V residual(Rows rows, String norm, DropoutSite dropout, V x, V residual) {
        return config.norm().placement() == Placement.BEFORE
                ? operations.add(rows, hidden, dropout, x, residual)
                : operations.addNorm(norm(rows, norm, hidden), dropout, x, residual); // [rows, hidden]
    }

    private V feedForward(Rows rows, int number, int layer, V x) {
        FeedForward part = config.feedForward();
        String inner = WeightNames.inner(layer);
        V wide = part.gated()
                ? operations.gate(rows, part.width(), part.activation(), gated(rows, inner, WeightNames.gate(layer), x))
                : linear(rows, inner, hidden, part.width(), part.bias(), Optional.of(part.activation()), x);
        wide = drop(rows, part.width(), DropoutSites.inner(config, number), wide); // [rows, width]
        return linear(rows, WeightNames.outer(layer), part.width(), hidden, part.bias(), Optional.empty(), wide);
    }

    private V gated(Rows rows, String inner, String gate, V x) {
        FeedForward part = config.feedForward();
        return operations.linear(
                new Operations.Linear(
                        rows, List.of(inner, gate), hidden, 2 * part.width(), part.bias(), Optional.empty()),
                x); // [rows, 2 width]
    }

    private V attention(int number, int layer, boolean firstOnly, V x) {
        SelfAttention part = config.attention();
        var terms = part.relative() instanceof RelativePositions.Disentangled positions ? positions.terms() : 1;
        var attention = new Operations.Attention(
                hidden,
                part.heads(),
                firstOnly,
                part.window(number),
                1 / Math.sqrt((double) config.headSize() * terms),
                part.relative());
        DropoutSite dropout = DropoutSites.attention(config, number);
        String query = WeightNames.query(layer);
        List<String> keysAndValues = List.of(WeightNames.key(layer), WeightNames.value(layer));
        if (!firstOnly) {
            var all = new ArrayList<>(List.of(query));
            all.addAll(keysAndValues);
            V qkv = rotated(number, 2, 3, projections(all, x)); // [tokens, 3 hidden]
            return operations.attention(attention, dropout, qkv, qkv, relative(number, layer));
        }
        V first = operations.pool(Pooling.CLS, hidden, x); // [texts, hidden]; at place 0 nothing is turned
        V q = linear(TEXTS, query, hidden, hidden, part.bias(), Optional.empty(), first);
        V kv = rotated(number, 1, 2, projections(keysAndValues, x)); // [tokens, 2 hidden]
        return operations.attention(attention, dropout, q, kv, relative(number, layer));
    }

    private V projections(List<String> names, V x) {
        return operations.linear(
                new Operations.Linear(
                        TOKENS,
                        names,
                        hidden,
                        names.size() * hidden,
                        config.attention().bias(),
                        Optional.empty()),
                x);
    }

    private V rotated(int number, int parts, int columns, V x) {
        if (!(config.attention().relative() instanceof RelativePositions.Rotary rotary)) {
            return x;
        }
        double base =
                config.attention().window(number) == SelfAttention.EVERYWHERE ? rotary.base() : rotary.localBase();
        return operations.rotate(base, hidden, config.heads(), parts, columns * hidden, x);
    }

    private List<V> relative(int number, int layer) {
        RelativePositions positions = config.attention().relative();
        if (positions instanceof RelativePositions.Bias bias) {
            return List.of(table(() -> operations.biases(bias, WeightNames.RELATIVE_BIAS, config.heads())));
        }
        if (!(positions instanceof RelativePositions.Disentangled disentangled)) {
            return List.of();
        }
        V table = table(() -> distances(disentangled)); // [distances, hidden]
        V x = drop(DISTANCES, hidden, DropoutSites.relative(config, number), table);
        var projected = new ArrayList<V>();
        if (disentangled.keys()) {
            String key = disentangled.shared() ? WeightNames.key(layer) : WeightNames.relativeKey(layer);
            projected.add(linear(DISTANCES, key, hidden, hidden, true, Optional.empty(), x));
        }
        if (disentangled.queries()) {
            String query = disentangled.shared() ? WeightNames.query(layer) : WeightNames.relativeQuery(layer);
            projected.add(linear(DISTANCES, query, hidden, hidden, true, Optional.empty(), x));
        }
        return projected;
    }

    private V distances(RelativePositions.Disentangled positions) {
        V table = operations.distances(positions, WeightNames.RELATIVE, hidden);
        return positions.normalised()
                ? operations.norm(norm(DISTANCES, WeightNames.RELATIVE_NORM, hidden), table)
                : table;
    }

    /** What all layers share is made once. */
    private V table(java.util.function.Supplier<V> made) {
        relative = Optional.of(relative.orElseGet(made));
        return relative.get();
    }

    private V last(Rows rows, V x) {
        return config.norm().placement() == Placement.BEFORE
                ? operations.norm(norm(rows, WeightNames.FINAL_NORM, hidden), x)
                : x;
    }

    private Operations.Norm norm(Rows rows, String name, int width) {
        return new Operations.Norm(
                rows, name, width, config.norm().epsilon(), config.norm().bias());
    }

    private V linear(Rows rows, String name, int in, int out, boolean bias, Optional<Activation> activation, V x) {
        return operations.linear(new Operations.Linear(rows, List.of(name), in, out, bias, activation), x);
    }

    private V drop(Rows rows, int width, DropoutSite site, V x) {
        return site.probability() == 0 ? x : operations.drop(rows, width, site, x);
    }
}
