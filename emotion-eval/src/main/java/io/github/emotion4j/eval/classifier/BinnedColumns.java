package io.github.emotion4j.eval.classifier;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Every column cut into at most {@value #MOST} bins that hold about as many rows each. A tree that chooses its splits among the edges of bins counts rows
 * where it otherwise sorts them, and is hardly worse (Ke et al., 2017: LightGBM).
 *
 * @param bins {@code [columns][rows]}: the number of the row's bin, unsigned
 * @param edges {@code [columns][bins - 1]}, ascending: bin {@code b} holds the values in {@code (edges[b - 1], edges[b]]}; empty for a column that does not
 *     vary
 */
record BinnedColumns(byte[][] bins, double[][] edges) {

    static final int MOST = 128;

    static BinnedColumns of(Features features) {
        int columns = features.columns();
        var bins = new byte[columns][];
        var edges = new double[columns][];
        IntStream.range(0, columns).parallel().forEach(column -> {
            var values = new float[features.rows()];
            for (int row = 0; row < values.length; row++) {
                values[row] = features.values()[row * columns + column];
            }
            edges[column] = edges(values);
            bins[column] = new byte[values.length];
            for (int row = 0; row < values.length; row++) {
                bins[column][row] = (byte) bin(edges[column], values[row]);
            }
        });
        return new BinnedColumns(bins, edges);
    }

    /** Midway between neighbouring values at equal shares of the rows, or where the run of equal values ends there. */
    private static double[] edges(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return IntStream.range(1, MOST)
                .map(at -> (int) ((long) at * sorted.length / MOST))
                .filter(rank -> rank > 0)
                .map(rank -> endOfRun(sorted, rank))
                .filter(rank -> rank < sorted.length)
                .distinct()
                .mapToDouble(rank -> ((double) sorted[rank - 1] + sorted[rank]) / 2)
                .toArray();
    }

    private static int endOfRun(float[] sorted, int rank) {
        int end = rank;
        while (end < sorted.length && sorted[end - 1] == sorted[end]) {
            end++;
        }
        return end;
    }

    /** Number of edges below a value. */
    private static int bin(double[] edges, float value) {
        int found = Arrays.binarySearch(edges, value);
        return found >= 0 ? found : -found - 1;
    }

    int rows() {
        return bins[0].length;
    }

    int bin(int column, int row) {
        return bins[column][row] & 0xff;
    }
}
