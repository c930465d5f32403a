package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.data.batch.TokenBatch;

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
    private final int[] squares;

    private Packed(TokenBatch batch, int[] starts, int[] places, boolean[] hidden, int longest) {
        this.batch = batch;
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

    /** Packs a batch. */
    public static Packed of(TokenBatch batch) {
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
        return new Packed(batch, starts, java.util.Arrays.copyOf(places, count), hidden, longest);
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
        return new Extent(tokens(), texts(), squares[texts()]);
    }

    /** Index of a kept token in the rectangle, {@code row * length + position}. */
    public int place(int token) {
        return places[token];
    }

    /** Vocabulary id of a kept token. */
    public int id(int token) {
        return batch.ids()[places[token]];
    }

    /** Position of a kept token in its text, counted with padding as the exporters do. */
    public int position(int token) {
        return places[token] % batch.length();
    }

    /** Segment id of a kept token. */
    public int type(int token) {
        return batch.typeIds()[places[token]];
    }
}
