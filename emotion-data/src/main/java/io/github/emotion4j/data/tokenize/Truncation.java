package io.github.emotion4j.data.tokenize;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which tokens of an encoding stay where a limit cuts it: special tokens all, of the texts the first ones, or the last. Of a pair the longer text loses first
 * ("longest first"), until both are of one length.
 *
 * <p>Where both texts are cut to an odd sum, Hugging Face's library (0.23) gives the odd token to the longer text, else to the second; and it takes for the length of
 * a text what it has counted before it stops: whole words, until they reach the limit.
 *
 * @param limit the most tokens, special ones included
 * @param keepsEnd whether the last tokens stay, not the first
 */
record Truncation(int limit, boolean keepsEnd) {

    /**
     * The positions that stay, rising.
     *
     * @param sequences which text each token is of, -1 for special tokens, {@code [tokens]}
     * @param words which word of its text each token is of, {@code [tokens]}
     * @param added whether a token is an added one, by its position; such tokens stand outside of words
     * @throws IllegalArgumentException if the special tokens alone are too many
     */
    int[] kept(int[] sequences, int[] words, IntPredicate added) {
        int special = count(sequences, -1);
        int first = count(sequences, 0);
        int second = count(sequences, 1);
        int room = limit - special;
        if (first + second <= room) {
            return IntStream.range(0, sequences.length).toArray();
        }
        if (room < 1) {
            throw noRoom(limit, special);
        }
        int[] lengths = second == 0
                ? new int[] {room, 0}
                : shared(counted(0, sequences, words, added), counted(1, sequences, words, added), room);
        int[] seen = new int[2];
        int[] from = {keepsEnd ? first - lengths[0] : 0, keepsEnd ? second - lengths[1] : 0};
        return IntStream.range(0, sequences.length)
                .filter(i -> {
                    int text = sequences[i];
                    if (text < 0) {
                        return true;
                    }
                    int place = seen[text]++;
                    return place >= from[text] && place < from[text] + lengths[text];
                })
                .toArray();
    }

    static IllegalArgumentException noRoom(int limit, int special) {
        return new IllegalArgumentException("the limit of " + limit + " tokens leaves no room for text beside "
                + special + " special tokens; it must be > " + special);
    }

    private static int[] shared(int first, int second, int room) {
        int shorter = Math.min(first, second);
        int longer = shorter > room ? shorter : Math.max(shorter, room - shorter);
        if (shorter + longer > room) {
            shorter = room / 2;
            longer = room - shorter;
        }
        return first > second ? new int[] {longer, shorter} : new int[] {shorter, longer};
    }

    /** Tokens of a text up to the end of the word that reaches the limit, from the side that stays. */
    private int counted(int text, int[] sequences, int[] words, IntPredicate added) {
        int[] tokens = IntStream.range(0, sequences.length)
                .filter(i -> sequences[i] == text)
                .toArray();
        for (int i = 0; i < tokens.length; i++) {
            int here = keepsEnd ? tokens[tokens.length - 1 - i] : tokens[i];
            boolean last = i + 1 == tokens.length
                    || words[keepsEnd ? tokens[tokens.length - 2 - i] : tokens[i + 1]] != words[here];
            if (last && i + 1 >= limit && !added.test(here)) {
                return i + 1;
            }
        }
        return tokens.length;
    }

    private static int count(int[] sequences, int value) {
        return (int) IntStream.of(sequences).filter(each -> each == value).count();
    }
}
