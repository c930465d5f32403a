package io.github.emotion4j.data.statistics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many texts of one or several data sets nearly say the same. A text that occurs several times counts once: how often that happens,
 * {@link DatasetStatistics} tells.
 *
 * @param groups groups of different texts that hang together by {@linkplain NearDuplicates near-duplicate} pairs
 * @param texts the texts in them
 * @param shared groups whose texts are not all of the same data sets: what leaks from one split into another without being equal
 */
public record NearDuplicateCounts(long groups, long texts, long shared) {

    /** Takes texts one by one; holds them all, some 10 bytes a character while it counts. Not thread-safe. */
    public static final class Collector {

        private final Map<String, BitSet> places = new LinkedHashMap<>();

        /**
         * Takes a text.
         *
         * @param place the number of its data set, from 0
         */
        public void add(String text, int place) {
            places.computeIfAbsent(text, first -> new BitSet(1)).set(place);
        }

        /**
         * Counts.
         *
         * @param threshold least similarity, in [0.3, 1]; 0.8 finds rewordings of a word or two
         * @param seed of the hash functions
         */
        public NearDuplicateCounts counts(double threshold, long seed) {
            List<String> texts = new ArrayList<>(places.keySet());
            var groups = NearDuplicates.groups(texts, threshold, seed);
            long shared = groups.stream()
                    .filter(group -> group.stream()
                                    .map(row -> places.get(texts.get(row)))
                                    .distinct()
                                    .count()
                            > 1)
                    .count();
            return new NearDuplicateCounts(
                    groups.size(), groups.stream().mapToLong(List::size).sum(), shared);
        }
    }
}
