package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.RelativePositions;

/**
 * The rows of a table of distances that the tokens of a batch can ask for; they follow each other.
 *
 * @param first the row of the table that comes first
 * @param rows for each distance from {@code 1 - reach} to {@code reach - 1} its row, counted from the first
 */
public record Distances(int first, int[] rows) {

    /** Those of a batch. */
    public static Distances of(RelativePositions.Disentangled positions, Extent extent) {
        int reach = extent.reach();
        int first = positions.row(1 - reach);
        int[] rows = new int[2 * reach - 1];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = positions.row(i + 1 - reach) - first;
        }
        return new Distances(first, rows);
    }

    /** How many rows they are. */
    public int count() {
        return rows[rows.length - 1] + 1;
    }

    /** The row of a distance, place of the query minus place of the key. */
    int row(int distance) {
        return rows[distance + rows.length / 2];
    }
}
