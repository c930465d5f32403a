package io.github.emotion4j.core.encoder;

import java.util.List;
import java.util.Optional;

/**
 * What an encoder is made of. {@link EncoderDefinition} calls these in the order of computation; who implements them adds nodes to a graph, writes a
 * file, or just notes which weights there are.
 *
 * @param <V> a value: a matrix whose rows are {@link Rows}
 */
public interface Operations<V> {

    /** What the rows of a matrix are. */
    enum Rows {
        /** Tokens of all texts. */
        TOKENS,
        /** One row a text. */
        TEXTS,
        /** One row a distance between two tokens. */
        DISTANCES
    }

    /**
     * A place where values are dropped in training.
     *
     * @param number different for every place of an encoder, the same in every graph of it: equal numbers and keys give equal masks
     * @param probability in [0, 1)
     */
    record DropoutSite(int number, double probability) {}

    /**
     * {@code y = activation(x Wᵀ + b)}.
     *
     * @param names of the layers whose matrices lie one above the other; one or more
     * @param in columns of x
     * @param out columns of y, all names together
     * @param bias whether there is a b
     */
    record Linear(Rows rows, List<String> names, int in, int out, boolean bias, Optional<Activation> activation) {}

    /**
     * A LayerNorm over the rows.
     *
     * @param epsilon added to the variance
     * @param bias whether it has one
     */
    record Norm(Rows rows, String name, int width, double epsilon, boolean bias) {}

    /**
     * Attention within each text.
     *
     * @param heads share {@code hidden} evenly
     * @param firstOnly whether only token 0 of each text asks: queries {@code [texts, hidden]} apart from keys and values {@code [tokens, 2 hidden]};
     *     otherwise one matrix {@code [tokens, 3 hidden]} holds queries, keys and values, and is given as both
     * @param window how far to either side a token attends
     * @param scale of the products
     * @param relative what the distance adds to them
     */
    record Attention(int hidden, int heads, boolean firstOnly, int window, double scale, RelativePositions relative) {}

    /** Sum of the embeddings of every token, {@code [tokens, width]}. */
    V embed(Embeddings part);

    /** See {@link Linear}. */
    V linear(Linear layer, V x);

    /** {@code LayerNorm(x)}. */
    V norm(Norm norm, V x);

    /** {@code LayerNorm(dropout(x) + residual)}. */
    V addNorm(Norm norm, DropoutSite dropout, V x, V residual);

    /** {@code dropout(x) + residual}, {@code [rows, width]}. */
    V add(Rows rows, int width, DropoutSite dropout, V x, V residual);

    /** {@code dropout(x)}, {@code [rows, width]}. */
    V drop(Rows rows, int width, DropoutSite dropout, V x);

    /** {@code activation(a) * b} where a and b lie side by side in x {@code [rows, 2 width]}. */
    V gate(Rows rows, int width, Activation activation, V x);

    /**
     * Turns the first {@code parts * hidden} columns of x, head by head, by angles that grow with the token's place.
     *
     * @param columns of x
     */
    V rotate(double base, int hidden, int heads, int parts, int columns, V x);

    /** The table of distances, {@code [distances, hidden]}. */
    V distances(RelativePositions.Disentangled positions, String name, int hidden);

    /** The table of attention biases, {@code [buckets, heads]}. */
    V biases(RelativePositions.Bias positions, String name, int heads);

    /**
     * See {@link Attention}.
     *
     * @param relative the biases' table; or the projected distances that queries meet and those that keys meet, as far as there are; else empty
     * @return context {@code [tokens, hidden]}, or {@code [texts, hidden]} if only token 0 asks
     */
    V attention(Attention attention, DropoutSite dropout, V queries, V keysAndValues, List<V> relative);

    /** {@code x / |x|}, row by row, of one vector a text, {@code [texts, width]}. */
    V unit(int width, V x);

    /** One vector a text, {@code [texts, width]}. */
    V pool(Pooling pooling, int width, V x);
}
