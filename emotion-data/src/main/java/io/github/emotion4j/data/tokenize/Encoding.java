package io.github.emotion4j.data.tokenize;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One tokenized text or pair of texts, special tokens included, not padded.
 *
 * @param ids token ids, {@code [tokens]}
 * @param typeIds the segment of each token as the model is told it, {@code [tokens]}; all 0 for a single text, and for models that know no segments
 * @param tokens the tokens as the vocabulary writes them, {@code [tokens]}
 * @param sequences which text each token is of, {@code [tokens]}: 0 the first, 1 the second, -1 neither (special tokens)
 * @param starts where each token begins in its text, in UTF-16 code units, {@code [tokens]}; 0 for special tokens
 * @param ends where each token ends in its text (exclusive), in UTF-16 code units, {@code [tokens]}; 0 for special tokens
 * @param dropped how many tokens were cut off because the text is longer than the limit; 0 if none
 */
public record Encoding(
        int[] ids, int[] typeIds, List<String> tokens, int[] sequences, int[] starts, int[] ends, int dropped) {

    /** The encoding of a single text without special tokens. */
    public Encoding(int[] ids, List<String> tokens, int[] starts, int[] ends, int dropped) {
        this(ids, new int[ids.length], tokens, new int[ids.length], starts, ends, dropped);
    }

    /** Only the tokens at the given positions, rising; the others count as dropped. */
    Encoding only(int[] kept) {
        return new Encoding(
                pick(ids, kept),
                pick(typeIds, kept),
                IntStream.of(kept).mapToObj(tokens::get).toList(),
                pick(sequences, kept),
                pick(starts, kept),
                pick(ends, kept),
                dropped + ids.length - kept.length);
    }

    private static int[] pick(int[] values, int[] kept) {
        return IntStream.of(kept).map(i -> values[i]).toArray();
    }

    /** Number of tokens, special tokens included. */
    public int length() {
        return ids.length;
    }

    /** Whether the text was cut to the limit. */
    public boolean truncated() {
        return dropped > 0;
    }
}
