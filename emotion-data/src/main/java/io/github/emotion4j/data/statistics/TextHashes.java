package io.github.emotion4j.data.statistics;

import java.util.Arrays;

/**
 * Which texts a stream held, in 8 bytes a text: what tells how much of one split stands in another, though both are larger than memory. Texts are known by a
 * 64-bit hash; among ten million texts two different ones are taken for the same with a probability of 3 in a million. Not thread-safe.
 */
public final class TextHashes {

    private long[] hashes = new long[1 << 12];
    private int size;
    private int sorted; // hashes[0, sorted) are distinct and in order

    /** Takes a text. */
    public void add(String text) {
        if (size == hashes.length) {
            distinct();
            // Many repeated texts leave room; few do not.
            hashes = size > hashes.length / 2 ? Arrays.copyOf(hashes, hashes.length * 2) : hashes;
        }
        hashes[size++] = SeenTexts.hash(text);
    }

    /** How many distinct texts were taken. */
    public int distinct() {
        if (sorted < size) {
            Arrays.sort(hashes, 0, size);
            int kept = 0;
            for (int at = 0; at < size; at++) {
                if (kept == 0 || hashes[kept - 1] != hashes[at]) {
                    hashes[kept++] = hashes[at];
                }
            }
            size = kept;
            sorted = kept;
        }
        return size;
    }

    /** How many distinct texts both have. */
    public int common(TextHashes other) {
        int ours = 0;
        int theirs = 0;
        int common = 0;
        while (ours < distinct() && theirs < other.distinct()) {
            int order = Long.compare(hashes[ours], other.hashes[theirs]);
            common += order == 0 ? 1 : 0;
            ours += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }
        return common;
    }
}
