package io.github.emotion4j.eval.umap;

import java.util.Arrays;

/**
 * What distance means around each row (algorithm 3 of the paper): how far its nearest neighbour is, and how fast membership decays beyond it.
 *
 * @param nearest the smallest distance above 0, by row; 0 if there is none
 * @param width by row, such that the memberships of its neighbours add up to the binary logarithm of their number
 */
record LocalScale(double[] nearest, double[] width) {

    private static final int STEPS = 64;
    private static final double TOLERANCE = 1e-5;

    /** A width is at least this share of the mean distance: where many neighbours are equally near, the sum is never reached. */
    private static final double LEAST_WIDTH = 1e-3;

    static LocalScale of(NearestNeighbours neighbours) {
        double[][] distances = neighbours.distances();
        double meanOfAll = Arrays.stream(distances)
                .flatMapToDouble(Arrays::stream)
                .average()
                .orElse(0);
        var nearest = new double[distances.length];
        var width = new double[distances.length];
        for (int row = 0; row < distances.length; row++) {
            nearest[row] = Arrays.stream(distances[row])
                    .filter(distance -> distance > 0)
                    .min()
                    .orElse(0);
            double mean =
                    nearest[row] > 0 ? Arrays.stream(distances[row]).average().orElse(0) : meanOfAll;
            width[row] = Math.max(width(distances[row], nearest[row], mean), LEAST_WIDTH * mean);
        }
        return new LocalScale(nearest, width);
    }

    /** By bisection from the mean distance on; the upper end doubles until it is found. */
    private static double width(double[] distances, double nearest, double mean) {
        double target = StrictMath.log(distances.length) / StrictMath.log(2);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double width = mean;
        for (int step = 0; step < STEPS; step++) {
            double sum = 0;
            for (int at = 1; at < distances.length; at++) {
                sum += membership(distances[at], nearest, width);
            }
            if (Math.abs(sum - target) < TOLERANCE) {
                break;
            }
            if (sum > target) {
                high = width;
            } else {
                low = width;
            }
            width = Double.isInfinite(high) ? width * 2 : (low + high) / 2;
        }
        return width;
    }

    /** How much a row at this distance belongs to the neighbourhood of {@code row}, in [0, 1]. */
    double membership(int row, double distance) {
        return membership(distance, nearest[row], width[row]);
    }

    private static double membership(double distance, double nearest, double width) {
        // StrictMath: the same map on every machine
        return distance <= nearest || width == 0 ? 1 : StrictMath.exp(-(distance - nearest) / width);
    }
}
