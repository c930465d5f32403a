package io.github.emotion4j.eval.umap;

import io.github.emotion4j.eval.classifier.Features;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Vectors whose neighbours a projection cannot keep, and a measure of how well a map does. */
final class Sheets {

    static final int ROWS = 600;
    static final int COLUMNS = 20;
    private static final int GROUPS = 6;

    private long state = 42;

    private Sheets() {}

    /**
     * Six bent sheets in twenty dimensions; row i lies on sheet i % 6. Only products and sums in double precision, so that numpy makes the same:
     *
     * <pre>
     * state = (state * 6364136223846793005 + 1442695040888963407) % 2**64; uniform = (state &gt;&gt; 40) / 2**24   # state 42 at first
     * sheets = [[[uniform() - 0.5 for _ in range(20)] for _ in range(4)] for _ in range(6)]
     * m, a, b, c = sheets[i % 6]; t = 2 * uniform() - 1; u = 2 * uniform() - 1
     * x[i, j] = float32(2 * m[j] + 2 * t * a[j] + 2 * u * b[j] + 3 * t * t * c[j] + 0.1 * (uniform() - 0.5))
     * </pre>
     */
    static Features features() {
        var sheets = new Sheets();
        var vectors = new double[GROUPS][4][COLUMNS];
        for (double[][] group : vectors) {
            for (double[] vector : group) {
                Arrays.setAll(vector, at -> sheets.uniform() - 0.5);
            }
        }
        var values = new float[ROWS * COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            double[][] own = vectors[row % GROUPS];
            double t = 2 * sheets.uniform() - 1;
            double u = 2 * sheets.uniform() - 1;
            for (int column = 0; column < COLUMNS; column++) {
                values[row * COLUMNS + column] = (float) (2 * own[0][column]
                        + 2 * t * own[1][column]
                        + 2 * u * own[2][column]
                        + 3 * t * t * own[3][column]
                        + 0.1 * (sheets.uniform() - 0.5));
            }
        }
        return new Features(values, COLUMNS);
    }

    private double uniform() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (state >>> 40) / (double) (1 << 24);
    }

    /**
     * Scikit-learn's {@code trustworthiness}: 1 if the nearest in the plane are among the nearest of the vectors, less the lower they rank there.
     *
     * <p>{@code 1 - 2 / (n k (2n - 3k - 1)) * sum over i, over the k nearest j of i in the plane, of max(0, rank of j among the neighbours of i - k)}
     */
    static double trustworthiness(Features features, Distance distance, float[][] points, int neighbours) {
        int rows = features.rows();
        long penalty = 0;
        for (int row = 0; row < rows; row++) {
            int own = row;
            var apart = new double[rows];
            Arrays.setAll(apart, other -> distance.between(features, own, other));
            var near = new double[rows];
            Arrays.setAll(
                    near,
                    other -> Math.hypot(
                            (double) points[own][0] - points[other][0], (double) points[own][1] - points[other][1]));
            var rank = new int[rows];
            int[] order = others(row, apart);
            for (int at = 0; at < order.length; at++) {
                rank[order[at]] = at + 1;
            }
            penalty += IntStream.of(others(row, near))
                    .limit(neighbours)
                    .map(other -> Math.max(0, rank[other] - neighbours))
                    .sum();
        }
        return 1 - 2.0 * penalty / ((double) rows * neighbours * (2 * rows - 3 * neighbours - 1));
    }

    /** All but the row itself, from near to far. */
    private static int[] others(int row, double[] distances) {
        return IntStream.range(0, distances.length)
                .filter(other -> other != row)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer other) -> distances[other]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
