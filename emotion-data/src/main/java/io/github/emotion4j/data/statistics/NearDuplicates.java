package io.github.emotion4j.data.statistics;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Texts that are the same but for case, punctuation and a few characters: those that leak from one split into another unseen.
 *
 * <p>Texts are normalised (Unicode NFKC, lower case, letters and digits only, single spaces); two are near-duplicates if the sets of their character
 * 5-grams have a Jaccard similarity of at least the threshold. Candidates come from MinHash signatures in bands (Broder 1997; Leskovec, Rajaraman, Ullman,
 * "Mining of Massive Datasets", ch. 3) and are then compared exactly: none is reported wrongly, and one at the threshold is missed with a probability below
 * 1 in 1000. Thread-safe: no state.
 */
public final class NearDuplicates {

    private static final int HASHES = 128;
    private static final int GRAM = 5;
    private static final double MISS = 1e-3;

    private NearDuplicates() {}

    /**
     * Two texts that nearly say the same.
     *
     * @param first row of one, less than {@code second}
     * @param second row of the other
     * @param similarity Jaccard similarity, in [threshold, 1]
     */
    public record Pair(int first, int second, double similarity) {}

    /**
     * Pairs of near-duplicates, by first and second row. Of texts that are equal once normalised each is paired with the first of them only.
     *
     * @param texts any number; memory grows with their total length, and with the number of pairs
     * @param threshold least similarity, in [0.3, 1]; 0.8 finds rewordings of a word or two
     * @param seed of the hash functions
     */
    public static List<Pair> pairs(List<String> texts, double threshold, long seed) {
        var compared = new Compared(texts, threshold);
        List<Pair> pairs = new ArrayList<>(compared.equal);
        Set<Long> seen = new HashSet<>(); // the same pair comes from several bands
        compared.forEachBucket(seed, bucket -> {
            for (int at = 0; at < bucket.length; at++) {
                for (int other = at + 1; other < bucket.length; other++) {
                    int a = bucket[at];
                    int b = bucket[other];
                    if (seen.add((long) a << 32 | b)) {
                        double similarity = jaccard(compared.grams.get(a), compared.grams.get(b));
                        if (similarity >= threshold) {
                            pairs.add(new Pair(compared.rows.get(a), compared.rows.get(b), similarity));
                        }
                    }
                }
            }
        });
        pairs.sort(Comparator.comparingInt(Pair::first).thenComparingInt(Pair::second));
        return List.copyOf(pairs);
    }

    /**
     * Groups of rows that hang together by near-duplicate pairs; each of at least two rows in ascending order, groups by their first row. To keep one row of
     * each is to have no near-duplicates.
     *
     * @param texts any number; memory grows with their total length, about 5 bytes a character
     * @param threshold as in {@link #pairs}
     * @param seed as in {@link #pairs}
     */
    public static List<List<Integer>> groups(List<String> texts, double threshold, long seed) {
        int[] parent = IntStream.range(0, texts.size()).toArray();
        var compared = new Compared(texts, threshold);
        compared.equal.forEach(pair -> join(parent, pair.first(), pair.second()));
        compared.forEachBucket(seed, bucket -> joinWithin(bucket, compared, parent));
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        for (int row = 0; row < parent.length; row++) {
            groups.computeIfAbsent(root(parent, row), first -> new ArrayList<>(1))
                    .add(row);
        }
        return groups.values().stream()
                .filter(rows -> rows.size() > 1)
                .map(List::copyOf)
                .toList();
    }

    /** What hangs together already is not compared again, so that thousands of texts of one template take no time that is quadratic in them. */
    private static void joinWithin(int[] bucket, Compared compared, int[] parent) {
        long apart = IntStream.of(bucket)
                .map(text -> root(parent, compared.rows.get(text)))
                .distinct()
                .count();
        for (int at = 0; at < bucket.length && apart > 1; at++) {
            int first = compared.rows.get(bucket[at]);
            int[] grams = compared.grams.get(bucket[at]);
            for (int other = at + 1; other < bucket.length && apart > 1; other++) {
                int second = compared.rows.get(bucket[other]);
                if (root(parent, first) != root(parent, second)
                        && jaccard(grams, compared.grams.get(bucket[other])) >= compared.threshold) {
                    join(parent, first, second);
                    apart--;
                }
            }
        }
    }

    private static void join(int[] parent, int first, int second) {
        int a = root(parent, first);
        int b = root(parent, second);
        parent[Math.max(a, b)] = Math.min(a, b);
    }

    private static int root(int[] parent, int row) {
        int at = row;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** A text as it is compared. */
    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ")
                .strip();
    }

    /** Hashes of the distinct 5-grams, ascending; of the whole text where it is shorter. */
    private static int[] grams(String normal) {
        int count = Math.max(1, normal.length() - GRAM + 1);
        return IntStream.range(0, count)
                .map(i -> (int) SeenTexts.hash(normal.substring(i, Math.min(normal.length(), i + GRAM))))
                .sorted()
                .distinct()
                .toArray();
    }

    private static double jaccard(int[] a, int[] b) {
        int common = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            if (a[i] == b[j]) {
                common++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return (double) common / (a.length + b.length - common);
    }

    private static long least(int[] grams, long multiplier) {
        long least = Long.MAX_VALUE;
        for (int gram : grams) {
            least = Math.min(least, SeenTexts.mix(gram * multiplier));
        }
        return least;
    }

    /** The most rows per band, and so the fewest candidates, with which a pair at the threshold is still found. */
    static int rowsPerBand(double threshold) {
        int rows = 1;
        for (int more = 2; more <= 16; more *= 2) {
            if (Math.pow(1 - Math.pow(threshold, more), (double) HASHES / more) < MISS) {
                rows = more;
            }
        }
        return rows;
    }

    /** Texts as they are compared: those that differ once normalised, and which rows are equal to one of them. */
    private static final class Compared {

        private final double threshold;
        private final List<Pair> equal = new ArrayList<>();
        private final List<Integer> rows = new ArrayList<>(); // of the texts that differ
        private final List<int[]> grams = new ArrayList<>(); // of each of them

        Compared(List<String> texts, double threshold) {
            if (!(threshold >= 0.3 && threshold <= 1)) {
                throw new IllegalArgumentException("the threshold must be between 0.3 and 1, found " + threshold);
            }
            this.threshold = threshold;
            Map<String, Integer> firstRows = new HashMap<>();
            for (int row = 0; row < texts.size(); row++) {
                String normal = normal(texts.get(row));
                Integer first = firstRows.putIfAbsent(normal, row);
                if (first != null) {
                    equal.add(new Pair(first, row, 1));
                } else {
                    rows.add(row);
                    grams.add(grams(normal));
                }
            }
        }

        /** The texts, ascending, that agree in a whole band of their signatures: those that may be near-duplicates. */
        void forEachBucket(long seed, Consumer<int[]> action) {
            int rowsPerBand = rowsPerBand(threshold);
            var random = new Random(seed);
            for (int band = 0; band < HASHES / rowsPerBand; band++) {
                long[] multipliers = random.longs(rowsPerBand).map(m -> m | 1).toArray();
                long[] keys = new long[grams.size()];
                for (int text = 0; text < keys.length; text++) {
                    for (long multiplier : multipliers) {
                        keys[text] = SeenTexts.mix(keys[text] ^ least(grams.get(text), multiplier));
                    }
                }
                Integer[] order = IntStream.range(0, keys.length).boxed().toArray(Integer[]::new);
                Arrays.sort(order, Comparator.comparingLong(text -> keys[text])); // stable: texts stay ascending
                for (int from = 0; from < order.length; ) {
                    int to = from + 1;
                    while (to < order.length && keys[order[to]] == keys[order[from]]) {
                        to++;
                    }
                    if (to > from + 1) {
                        action.accept(Arrays.stream(order, from, to)
                                .mapToInt(Integer::intValue)
                                .toArray());
                    }
                    from = to;
                }
            }
        }
    }
}
