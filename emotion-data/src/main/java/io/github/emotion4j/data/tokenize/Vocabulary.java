package io.github.emotion4j.data.tokenize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tokens and their ids: id 0 is {@value #UNKNOWN}, for whatever is not in it.
 *
 * <p>Immutable and thread-safe.
 */
public final class Vocabulary {

    /** How the token that stands for all others is written. */
    public static final String UNKNOWN = "[UNK]";

    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();

    private Vocabulary(List<String> tokens) {
        List<String> all = new ArrayList<>();
        all.add(UNKNOWN);
        all.addAll(tokens);
        this.tokens = List.copyOf(all);
        for (int id = 0; id < all.size(); id++) {
            if (ids.put(all.get(id), id) != null) {
                throw new IllegalArgumentException("the token '" + all.get(id) + "' occurs twice in the vocabulary");
            }
        }
    }

    /**
     * A vocabulary of the given tokens, with ids from 1.
     *
     * @throws IllegalArgumentException if a token occurs twice
     */
    public static Vocabulary of(List<String> tokens) {
        return new Vocabulary(tokens);
    }

    /** The most frequent tokens by falling frequency, equally frequent ones by their UTF-16 code units; {@code size} ids in all. */
    static Vocabulary mostFrequent(Map<String, Long> counts, int size) {
        return new Vocabulary(counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(size - 1L)
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Number of ids, {@value #UNKNOWN} included. */
    public int size() {
        return tokens.size();
    }

    /** The id of a token; 0 if it is not in the vocabulary. */
    public int id(String token) {
        return ids.getOrDefault(Objects.requireNonNull(token, "token"), 0);
    }

    /** The token of an id in {@code [0, size())}. */
    public String token(int id) {
        return tokens.get(id);
    }

    /** All tokens; the index is the id. */
    public List<String> tokens() {
        return tokens;
    }

    /**
     * One-hot vectors: in each row a 1 at the id and 0 elsewhere.
     *
     * @param ids each in {@code [0, size())}
     * @return {@code [ids, size]}
     */
    public float[][] oneHot(int... ids) {
        float[][] matrix = new float[ids.length][size()];
        for (int row = 0; row < ids.length; row++) {
            matrix[row][Objects.checkIndex(ids[row], size())] = 1;
        }
        return matrix;
    }
}
