package io.github.emotion4j.data.tokenize;

import java.util.List;

/**
 * One tokenized text, special tokens included, not padded.
 *
 * @param ids token ids, {@code [tokens]}
 * @param tokens the tokens as the vocabulary writes them, {@code [tokens]}
 * @param starts where each token begins in the text, in UTF-16 code units, {@code [tokens]}; 0 for special tokens
 * @param ends where each token ends in the text (exclusive), in UTF-16 code units, {@code [tokens]}; 0 for special tokens
 * @param dropped how many tokens were cut off because the text is longer than the limit; 0 if none
 */
public record Encoding(int[] ids, List<String> tokens, int[] starts, int[] ends, int dropped) {

    /** Number of tokens, special tokens included. */
    public int length() {
        return ids.length;
    }

    /** Whether the text was cut to the limit. */
    public boolean truncated() {
        return dropped > 0;
    }
}
