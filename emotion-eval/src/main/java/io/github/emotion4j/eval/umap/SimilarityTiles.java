package io.github.emotion4j.eval.umap;

import io.github.emotion4j.eval.classifier.Features;

/**
 * How similar each row is to all others, a tile of rows at a time, in single precision: good for finding candidates, not for measuring.
 *
 * <p>The higher, the nearer: for the cosine the product of both vectors at length 1; for the Euclidean distance {@code x·y - y·y/2}, which for one x
 * orders the y as {@code -|x - y|²} does.
 */
final class SimilarityTiles {

    /** Rows of a tile: with 384 columns it stays in the second-level cache while all rows pass by. */
    static final int TILE = 256;

    private final int rows;
    private final int columns;
    private final float[] prepared;
    private final float[][] tiles;
    private final float[][] offsets;

    SimilarityTiles(Features features, Distance distance) {
        rows = features.rows();
        columns = features.columns();
        prepared = distance == Distance.COSINE ? atLengthOne(features) : centred(features);
        int count = (rows + TILE - 1) / TILE;
        tiles = new float[count][columns * TILE];
        offsets = new float[count][TILE];
        for (int row = 0; row < rows; row++) {
            float square = 0;
            for (int column = 0; column < columns; column++) {
                float value = prepared[row * columns + column];
                // transposed, so that the inner loop runs over rows: sums over columns are not turned into vector
                // instructions
                tiles[row / TILE][column * TILE + row % TILE] = value;
                square += value * value;
            }
            offsets[row / TILE][row % TILE] = distance == Distance.COSINE ? 0 : -square / 2;
        }
    }

    int count() {
        return tiles.length;
    }

    /** Rows of a tile that exist. */
    int size(int tile) {
        return Math.min(TILE, rows - tile * TILE);
    }

    /**
     * The similarity of a row to those of a tile.
     *
     * @param similarities {@code [TILE]}, overwritten
     */
    void compare(int row, int tile, float[] similarities) {
        float[] transposed = tiles[tile];
        System.arraycopy(offsets[tile], 0, similarities, 0, TILE);
        int at = row * columns;
        int column = 0;
        for (; column + 4 <= columns; column += 4) {
            addFour(similarities, transposed, column * TILE, at + column);
        }
        for (; column < columns; column++) {
            float value = prepared[at + column];
            int from = column * TILE;
            for (int other = 0; other < TILE; other++) {
                similarities[other] += value * transposed[from + other];
            }
        }
    }

    private void addFour(float[] similarities, float[] transposed, int from, int at) {
        float first = prepared[at];
        float second = prepared[at + 1];
        float third = prepared[at + 2];
        float fourth = prepared[at + 3];
        for (int other = 0; other < TILE; other++) {
            similarities[other] += first * transposed[from + other]
                    + second * transposed[from + TILE + other]
                    + third * transposed[from + 2 * TILE + other]
                    + fourth * transposed[from + 3 * TILE + other];
        }
    }

    private static float[] atLengthOne(Features features) {
        int columns = features.columns();
        var scaled = new float[features.values().length];
        for (int from = 0; from < scaled.length; from += columns) {
            double square = 0;
            for (int at = from; at < from + columns; at++) {
                square += (double) features.values()[at] * features.values()[at];
            }
            double length = Math.sqrt(square);
            for (int at = from; at < from + columns; at++) {
                scaled[at] = length > 0 ? (float) (features.values()[at] / length) : 0;
            }
        }
        return scaled;
    }

    /** The mean taken out, so that what all rows share does not drown their differences, and at most 1, so that no square overflows. */
    private static float[] centred(Features features) {
        int columns = features.columns();
        var mean = new double[columns];
        for (int at = 0; at < features.values().length; at++) {
            mean[at % columns] += (double) features.values()[at] / features.rows();
        }
        double greatest = 0;
        for (int at = 0; at < features.values().length; at++) {
            greatest = Math.max(greatest, Math.abs(features.values()[at] - mean[at % columns]));
        }
        var centred = new float[features.values().length];
        for (int at = 0; at < centred.length; at++) {
            centred[at] = greatest > 0 ? (float) ((features.values()[at] - mean[at % columns]) / greatest) : 0;
        }
        return centred;
    }
}
