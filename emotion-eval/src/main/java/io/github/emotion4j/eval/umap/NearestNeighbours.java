package io.github.emotion4j.eval.umap;

import io.github.emotion4j.eval.classifier.Features;
import java.util.Arrays;
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

    private static final int BLOCK = 64;

    /**
     * Searches, on all processors; the result does not depend on their number.
     *
     * @param count neighbours, itself included, in [1, rows]
     */
    static NearestNeighbours of(Features features, Distance distance, int count) {
        int all = features.rows();
        var tiles = new SimilarityTiles(features, distance);
        var rows = new int[all][];
        var distances = new double[all][];
        IntStream.range(0, (all + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int from = block * BLOCK;
            int to = Math.min(all, from + BLOCK);
            Candidates[] candidates = candidates(tiles, from, to, Math.min(count - 1 + SPARE, all - 1));
            for (int row = from; row < to; row++) {
                int own = row;
                int[] found = candidates[row - from].rows;
                double[] measured = IntStream.of(found)
                        .mapToDouble(other -> distance.between(features, own, other))
                        .toArray();
                int[] order = IntStream.range(0, found.length)
                        .boxed()
                        .sorted((a, b) -> measured[a] != measured[b]
                                ? Double.compare(measured[a], measured[b])
                                : Integer.compare(found[a], found[b]))
                        .limit(count - 1)
                        .mapToInt(Integer::intValue)
                        .toArray();
                rows[row] = IntStream.concat(
                                IntStream.of(row), IntStream.of(order).map(at -> found[at]))
                        .toArray();
                distances[row] = new double[count];
                for (int at = 1; at < count; at++) {
                    distances[row][at] = measured[order[at - 1]];
                }
            }
        });
        return new NearestNeighbours(rows, distances);
    }

    /** A tile is compared with all rows of the block before the next one is fetched. */
    private static Candidates[] candidates(SimilarityTiles tiles, int from, int to, int count) {
        var candidates = new Candidates[to - from];
        Arrays.setAll(candidates, at -> new Candidates(count));
        var similarities = new float[SimilarityTiles.TILE];
        for (int tile = 0; tile < tiles.count(); tile++) {
            int first = tile * SimilarityTiles.TILE;
            for (int row = from; row < to; row++) {
                tiles.compare(row, tile, similarities);
                for (int at = 0; at < tiles.size(tile); at++) {
                    if (similarities[at] > candidates[row - from].least && first + at != row) {
                        candidates[row - from].add(first + at, similarities[at]);
                    }
                }
            }
        }
        return candidates;
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
