package io.github.emotion4j.eval.umap;

import io.github.emotion4j.eval.chart.Pca;
import io.github.emotion4j.eval.classifier.Features;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A map on which neighbours among the vectors are neighbours in the plane. Unlike on a {@link Pca} its axes mean nothing, and how large a group is or how
 * far away the next one means little.
 *
 * <p>Nearest neighbours are exact, the layout starts from the principal components, and the same vectors, options and seed give the same map on any
 * number of processors.
 *
 * @param points {@code [rows][2]}, about 0 to 10 and somewhat beyond
 * @param options how it was made
 */
public record Umap(float[][] points, Options options) {

    /** The most rows: each is compared with each. */
    public static final int MOST_ROWS = 5000;

    private static final double START_SIZE = 10;
    private static final double NOISE = 1e-4;

    /**
     * What the map is to show; the defaults are those of umap-learn, but for the cosine.
     *
     * @param neighbours of how many nearest rows, itself included, a row keeps company; at least 2. Few show detail, many the whole. Of fewer rows all
     * @param minDist how near rows may come in the plane, in [0, spread]
     * @param spread the scale of {@code minDist}, above 0
     * @param distance between vectors
     * @param epochs passes of the layout, at least 1
     * @param seed of chance
     */
    public record Options(int neighbours, double minDist, double spread, Distance distance, int epochs, long seed) {

        /** Checks the ranges. */
        public Options {
            Objects.requireNonNull(distance, "distance");
            if (neighbours < 2) {
                throw new IllegalArgumentException("neighbours must be >= 2, found " + neighbours);
            }
            if (!(spread > 0) || Double.isInfinite(spread)) {
                throw new IllegalArgumentException("spread must be > 0, found " + spread);
            }
            if (!(minDist >= 0 && minDist <= spread)) {
                throw new IllegalArgumentException(
                        "minimum distance must be between 0 and the spread of " + spread + ", found " + minDist);
            }
            if (epochs < 1) {
                throw new IllegalArgumentException("epochs must be >= 1, found " + epochs);
            }
        }

        /** 15 neighbours, minimum distance 0.1, spread 1, cosine distance, 500 epochs. */
        public static Options withSeed(long seed) {
            return new Options(15, 0.1, 1, Distance.COSINE, 500, seed);
        }

        /** The same with another distance. */
        public Options withDistance(Distance other) {
            return new Options(neighbours, minDist, spread, other, epochs, seed);
        }

        /** The same with another number of passes. */
        public Options withEpochs(int passes) {
            return new Options(neighbours, minDist, spread, distance, passes, seed);
        }

        /** The same with another number of neighbours. */
        public Options withNeighbours(int count) {
            return new Options(count, minDist, spread, distance, epochs, seed);
        }
    }

    /**
     * Maps vectors.
     *
     * @param features 1 to {@link #MOST_ROWS} rows
     * @throws IllegalArgumentException if there are no or too many rows, or if a value is not finite
     */
    public static Umap of(Features features, Options options) {
        require(features);
        return of(features, Pca.of(features), options);
    }

    /**
     * The same where the principal components are there already.
     *
     * @param start of the same rows
     */
    public static Umap of(Features features, Pca start, Options options) {
        require(features);
        int rows = features.rows();
        if (start.points().length != rows) {
            throw new IllegalArgumentException(
                    "principal components of " + start.points().length + " rows for " + rows + " vectors");
        }
        var points = new float[rows][2];
        if (rows > 1) {
            int neighbours = Math.min(options.neighbours(), rows);
            var graph = FuzzyGraph.of(NearestNeighbours.of(features, options.distance(), neighbours));
            var random = new SplittableRandom(options.seed());
            double[] x = axis(start, 0, random);
            double[] y = axis(start, 1, random);
            var curve = Curve.fit(options.minDist(), options.spread());
            new Layout(graph, x, y, curve, options.epochs(), random).run(options.epochs());
            for (int row = 0; row < rows; row++) {
                points[row][0] = (float) x[row];
                points[row][1] = (float) y[row];
            }
        }
        return new Umap(points, options);
    }

    private static void require(Features features) {
        if (features.rows() == 0 || features.rows() > MOST_ROWS) {
            throw new IllegalArgumentException(features.rows() + " rows to map; give 1 to " + MOST_ROWS
                    + ", from more draw a sample, for instance by Splits.sample");
        }
        features.requireFinite();
    }

    /** One coordinate, from 0 to 10. A little noise sets equal rows apart, which nothing else would. */
    private static double[] axis(Pca start, int axis, SplittableRandom random) {
        double greatest = 0;
        for (float[] point : start.points()) {
            greatest = Math.max(greatest, Math.max(Math.abs(point[0]), Math.abs(point[1])));
        }
        var values = new double[start.points().length];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < values.length; row++) {
            double scaled = greatest > 0 ? START_SIZE * start.points()[row][axis] / greatest : 0;
            values[row] = scaled + NOISE * (2 * random.nextDouble() - 1);
            low = Math.min(low, values[row]);
            high = Math.max(high, values[row]);
        }
        for (int row = 0; row < values.length; row++) {
            values[row] = high > low ? START_SIZE * (values[row] - low) / (high - low) : 0;
        }
        return values;
    }
}
