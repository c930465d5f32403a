package io.github.emotion4j.eval.umap;

import io.github.emotion4j.eval.classifier.Features;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The nearest rows of every row by comparing each with each: {@code rows² columns} operations.
 *
 * @param rows {@code [rows][count]}: first the row itself, then the others from near to far, equally near ones by their number
 * @param distances {@code [rows][count]} to these, 0 to itself
 */
record NearestNeighbours(int[][] rows, double[][] distances) {

    /** So many more are measured exactly than asked for: single precision may confuse the order of the last ones. */
    private static final int SPARE = 8;

    /** Rows whose similarities to all others are there at a time. */
    private static final int BLOCK = 256;

    /**
     * Searches, on all processors; the result does not depend on their number.
     *
     * @param count neighbours, itself included, in [1, rows]
     */
    static NearestNeighbours of(Features features, Distance distance, int count) {
        int all = features.rows();
        var rows = new int[all][];
        var distances = new double[all][];
        try (var similarities = new Similarities(features, distance)) {
            for (int block = 0; block < all; block += BLOCK) {
                int from = block;
                int to = Math.min(all, from + BLOCK);
                float[] found = similarities.of(from, to);
                IntStream.range(from, to).parallel().forEach(row -> {
                    var candidates = new Candidates(Math.min(count - 1 + SPARE, all - 1));
                    int start = (row - from) * all;
                    for (int other = 0; other < all; other++) {
                        if (found[start + other] > candidates.least && other != row) {
                            candidates.add(other, found[start + other]);
                        }
                    }
                    rows[row] = new int[count];
                    distances[row] = new double[count];
                    nearest(features, distance, row, candidates.rows, rows[row], distances[row]);
                });
            }
        }
        return new NearestNeighbours(rows, distances);
    }

    /** Measures exactly, sorts, keeps the nearest behind the row itself. */
    private static void nearest(
            Features features, Distance distance, int row, int[] candidates, int[] nearest, double[] distances) {
        double[] measured = IntStream.of(candidates)
                .mapToDouble(other -> distance.between(features, row, other))
                .toArray();
        int[] order = IntStream.range(0, candidates.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer at) -> measured[at]).thenComparingInt(at -> candidates[at]))
                .mapToInt(Integer::intValue)
                .toArray();
        nearest[0] = row;
        for (int at = 1; at < nearest.length; at++) {
            nearest[at] = candidates[order[at - 1]];
            distances[at] = measured[order[at - 1]];
        }
    }

    /** The most similar rows so far, the most similar one first. */
    private static final class Candidates {

        private final int[] rows;
        private final float[] similarities;
        private float least;

        Candidates(int count) {
            rows = new int[count];
            similarities = new float[count];
            Arrays.fill(similarities, Float.NEGATIVE_INFINITY);
            least = count == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
        }

        void add(int row, float similarity) {
            int at = rows.length - 1;
            for (; at > 0 && similarities[at - 1] < similarity; at--) {
                similarities[at] = similarities[at - 1];
                rows[at] = rows[at - 1];
            }
            similarities[at] = similarity;
            rows[at] = row;
            least = similarities[rows.length - 1];
        }
    }
}
