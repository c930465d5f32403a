package io.github.emotion4j.data.batch;

import io.github.emotion4j.data.tokenize.Encoding;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A rectangle of token ids, row-major.
 *
 * @param rows number of texts, at least 1
 * @param length tokens per row after padding, at least 1
 * @param ids token ids, {@code [rows * length]}; any id at padding (0 by custom)
 * @param mask 1 for a token that is attended to, 0 for padding, {@code [rows * length]}
 * @param typeIds segment ids, {@code [rows * length]}; all 0 for single texts
 */
public record TokenBatch(int rows, int length, int[] ids, int[] mask, int[] typeIds) {

    /** Checks that the arrays have {@code rows * length} elements and that the mask holds only 0 and 1. */
    public TokenBatch {
        if (rows < 1 || length < 1) {
            throw new IllegalArgumentException(
                    "a batch needs at least one row and one token, found " + rows + " x " + length);
        }
        requireSize("ids", ids, rows * length);
        requireSize("mask", mask, rows * length);
        requireSize("typeIds", typeIds, rows * length);
        for (int m : mask) {
            if ((m & ~1) != 0) {
                throw new IllegalArgumentException("the attention mask holds " + m + ", expected 0 or 1");
            }
        }
    }

    /** Encodings padded on the right with id 0 to the longest of them. */
    public static TokenBatch of(List<Encoding> encodings) {
        int length = encodings.stream().mapToInt(Encoding::length).max().orElse(0);
        int rows = encodings.size();
        int[] ids = new int[rows * length];
        int[] mask = new int[rows * length];
        for (int row = 0; row < rows; row++) {
            int[] source = encodings.get(row).ids();
            System.arraycopy(source, 0, ids, row * length, source.length);
            Arrays.fill(mask, row * length, row * length + source.length, 1);
        }
        return new TokenBatch(rows, length, ids, mask, new int[rows * length]);
    }

    /** The rows from one, inclusive, to another, exclusive, as they are. */
    public TokenBatch rows(int from, int to) {
        Objects.checkFromToIndex(from, to, rows);
        return new TokenBatch(to - from, length, part(ids, from, to), part(mask, from, to), part(typeIds, from, to));
    }

    private int[] part(int[] values, int from, int to) {
        return Arrays.copyOfRange(values, from * length, to * length);
    }

    /** Number of tokens with mask 1. */
    public int tokens() {
        return Arrays.stream(mask).sum();
    }

    private static void requireSize(String name, int[] values, int size) {
        Objects.requireNonNull(values, name);
        if (values.length != size) {
            throw new IllegalArgumentException(
                    name + " has " + values.length + " elements, expected rows * length = " + size);
        }
    }
}
