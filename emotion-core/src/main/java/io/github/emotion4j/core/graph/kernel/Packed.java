package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A batch without its padding: the tokens of all texts one after the other. Dropping a token with mask 0 changes nothing for the others, because
 * nobody attends to it. Token 0 is always kept, since it may be what a text is pooled from.
 */
public final class Packed {

    private final TokenBatch batch;
    private final int[] starts;
    private final int[] places;
    private final boolean[] hidden;
    private final int longest;
    private final int reach;
    private final int[] squares;
    private final int[] rows;

    private Packed(
            TokenBatch batch,
            Positions positions,
            int padding,
            int[] starts,
            int[] places,
            boolean[] hidden,
            int longest) {
        this.batch = batch;
        this.rows = positions instanceof Positions.AfterPadding ? countedAfter(padding, batch) : new int[0];
        this.reach = 1
                + IntStream.of(places)
                        .map(place -> place % batch.length())
                        .max()
                        .orElse(0);
        this.starts = starts;
        this.squares = new int[starts.length];
        for (int text = 0; text + 1 < starts.length; text++) {
            int length = starts[text + 1] - starts[text];
            long sum = squares[text] + (long) length * length;
            if (sum > Integer.MAX_VALUE) {
                throw new PassTooLargeException("the attention of " + batch.rows() + " texts of up to " + longest
                        + " tokens does not fit in memory; take smaller batches or shorter texts");
            }
            squares[text + 1] = (int) sum;
        }
        this.places = places;
        this.hidden = hidden;
        this.longest = longest;
    }

    /** Packs a batch for an encoder with learned positions. */
    public static Packed of(TokenBatch batch) {
        return of(batch, new Positions.Learned(batch.length()), -1);
    }

    /** Packs a batch for an encoder with those embeddings. */
    public static Packed of(TokenBatch batch, Embeddings embeddings) {
        return of(batch, embeddings.positions(), embeddings.paddingId());
    }

    private static Packed of(TokenBatch batch, Positions positions, int padding) {
        int[] mask = batch.mask();
        int[] starts = new int[batch.rows() + 1];
        int[] places = new int[mask.length];
        boolean[] hidden = new boolean[batch.rows()];
        int count = 0;
        int longest = 0;
        for (int row = 0; row < batch.rows(); row++) {
            int first = row * batch.length();
            for (int t = 0; t < batch.length(); t++) {
                if (mask[first + t] == 1 || t == 0) {
                    places[count++] = first + t;
                }
            }
            hidden[row] = mask[first] == 0;
            starts[row + 1] = count;
            longest = Math.max(longest, count - starts[row]);
        }
        return new Packed(batch, positions, padding, starts, Arrays.copyOf(places, count), hidden, longest);
    }

    /** See {@link Positions.AfterPadding}. */
    private static int[] countedAfter(int padding, TokenBatch batch) {
        int[] ids = batch.ids();
        int[] rows = new int[ids.length];
        for (int from = 0; from < ids.length; from += batch.length()) {
            int position = padding;
            for (int i = from; i < from + batch.length(); i++) {
                rows[i] = ids[i] == padding ? padding : ++position;
            }
        }
        return rows;
    }

    /** Number of texts. */
    public int texts() {
        return batch.rows();
    }

    /** Number of kept tokens, all texts together. */
    public int tokens() {
        return places.length;
    }

    /** Kept tokens of the longest text. */
    public int longest() {
        return longest;
    }

    /** Where the tokens of a text begin; {@code start(texts())} is {@link #tokens()}. */
    public int start(int text) {
        return starts[text];
    }

    /** Sum of the squared lengths of the texts before {@code text}: where its attention scores begin. */
    public int squaresBefore(int text) {
        return squares[text];
    }

    /** Number of kept tokens of a text. */
    public int length(int text) {
        return starts[text + 1] - starts[text];
    }

    /** Whether token 0 of a text has mask 0: it is computed, but nobody attends to it. */
    public boolean firstIsHidden(int text) {
        return hidden[text];
    }

    /** What decides the sizes of all arrays of a pass. */
    public Extent extent() {
        return new Extent(tokens(), texts(), squares[texts()], reach);
    }

    /** Index of a kept token in the rectangle, {@code row * length + position}. */
    public int place(int token) {
        return places[token];
    }

    /** Vocabulary id of a kept token. */
    public int id(int token) {
        return batch.ids()[places[token]];
    }

    /** Place of a kept token in its text, counted with padding as the exporters do. */
    public int position(int token) {
        return places[token] % batch.length();
    }

    /** Row of a kept token in the table of positions. */
    public int positionRow(int token) {
        return rows.length > 0 ? rows[places[token]] : position(token);
    }

    /** Segment id of a kept token. */
    public int type(int token) {
        return batch.typeIds()[places[token]];
    }
}
