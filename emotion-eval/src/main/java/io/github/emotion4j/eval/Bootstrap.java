package io.github.emotion4j.eval;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile intervals by drawing rows with replacement (Efron, 1979).
 *
 * @param resamples how often to draw, at least 100
 * @param seed decides the draws
 */
public record Bootstrap(int resamples, long seed) {

    /** 1000 resamples: enough for two digits of an end. */
    public static final Bootstrap DEFAULT = new Bootstrap(1000, 42);

    /** Checks the range given above. */
    public Bootstrap {
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples must be >= 100, found " + resamples);
        }
    }

    /** The interval of a metric; resamples where it is undefined are left out. */
    Interval interval(Sample sample, ToDoubleFunction<Sample> metric) {
        return draw(sample.rows(), rows -> metric.applyAsDouble(sample.select(rows)));
    }

    /** The interval of {@code metric(second) - metric(first)}, both on the same drawn rows. */
    Interval difference(Sample first, Sample second, ToDoubleFunction<Sample> metric) {
        return draw(
                first.rows(),
                rows -> metric.applyAsDouble(second.select(rows)) - metric.applyAsDouble(first.select(rows)));
    }

    private Interval draw(int rows, ToDoubleFunction<int[]> value) {
        var random = new SplittableRandom(seed);
        var chosen = new int[rows];
        var values = new double[resamples];
        int defined = 0;
        for (int resample = 0; resample < resamples; resample++) {
            for (int at = 0; at < rows; at++) {
                chosen[at] = random.nextInt(rows);
            }
            double drawn = value.applyAsDouble(chosen);
            if (!Double.isNaN(drawn)) {
                values[defined++] = drawn;
            }
        }
        if (defined == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        Arrays.sort(values, 0, defined);
        return new Interval(quantile(values, defined, 0.025), quantile(values, defined, 0.975));
    }

    /** Linear between order statistics, as {@code numpy.quantile}. */
    private static double quantile(double[] sorted, int size, double share) {
        double position = share * (size - 1);
        int below = (int) position;
        double rest = position - below;
        return below + 1 < size ? sorted[below] + rest * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
