package io.github.emotion4j.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Two models on the same rows: is the second better than the first?
 *
 * @param onlyFirstRight rows that only the first answers rightly
 * @param onlySecondRight rows that only the second answers rightly
 * @param differences second minus first, by metric name
 */
public record Comparison(int onlyFirstRight, int onlySecondRight, Map<String, Difference> differences) {

    /** Keeps the order of the differences. */
    public Comparison {
        differences = Collections.unmodifiableMap(new LinkedHashMap<>(differences));
    }

    /**
     * One metric of both models.
     *
     * @param first value of the first
     * @param second value of the second
     * @param interval paired bootstrap interval of {@code second - first}
     */
    public record Difference(double first, double second, Interval interval) {

        /** {@code second - first}. */
        public double value() {
            return second - first;
        }
    }

    /**
     * Compares.
     *
     * @param bootstrap how to draw the rows
     * @param metrics names as {@link Metric#parse} reads them
     * @throws IllegalArgumentException if the two do not have the same labels and the same truth in the same order
     */
    public static Comparison of(Evaluation first, Evaluation second, Bootstrap bootstrap, String... metrics) {
        if (!first.labels().equals(second.labels()) || first.rows() != second.rows()) {
            throw new IllegalArgumentException("evaluations of " + first.rows() + " rows among " + first.labels()
                    + " and of " + second.rows() + " rows among " + second.labels() + " cannot be paired");
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int row = 0; row < first.rows(); row++) {
            if (first.truth(row) != second.truth(row)) {
                throw new IllegalArgumentException("row " + (row + 1)
                        + ": the true labels differ; evaluate both models on the same data in the same order");
            }
            boolean firstRight = first.predicted(row) == first.truth(row);
            boolean secondRight = second.predicted(row) == second.truth(row);
            onlyFirst += firstRight && !secondRight ? 1 : 0;
            onlySecond += secondRight && !firstRight ? 1 : 0;
        }
        var differences = new LinkedHashMap<String, Difference>();
        for (String name : metrics) {
            var metric = Metric.parse(name).on(first.labels());
            differences.put(
                    name,
                    new Difference(
                            metric.applyAsDouble(first.sample()),
                            metric.applyAsDouble(second.sample()),
                            bootstrap.difference(first.sample(), second.sample(), metric)));
        }
        return new Comparison(onlyFirst, onlySecond, differences);
    }

    /** McNemar's exact test: the two-sided binomial probability of the rows on which only one model is right. 1 if there are none. */
    public double mcnemarExact() {
        int all = onlyFirstRight + onlySecondRight;
        int fewer = Math.min(onlyFirstRight, onlySecondRight);
        double logOfTerm = -all * Math.log(2); // log of C(all, k) / 2^all at k = 0
        double tail = Math.exp(logOfTerm);
        for (int k = 1; k <= fewer; k++) {
            logOfTerm += Math.log((double) (all - k + 1) / k);
            tail += Math.exp(logOfTerm);
        }
        return Math.min(1, 2 * tail);
    }

    /** McNemar's statistic with Edwards' continuity correction; 0 if no row tells the models apart. */
    public double mcnemarStatistic() {
        int all = onlyFirstRight + onlySecondRight;
        double excess = Math.max(0, Math.abs(onlyFirstRight - onlySecondRight) - 1);
        return all == 0 ? 0 : excess * excess / all;
    }

    /** Probability of a {@link #mcnemarStatistic} at least this great under chi-square with one degree of freedom. */
    public double mcnemarChiSquare() {
        return ErrorFunction.complement(Math.sqrt(mcnemarStatistic() / 2));
    }
}
