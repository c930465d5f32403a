package io.github.emotion4j.core.card;

import java.util.Objects;
import java.util.Optional;

/**
 * One measured figure.
 *
 * @param split what it was measured on, for instance "test"
 * @param rows how many texts, at least 1
 * @param type the hub's name of the metric: "accuracy", "f1", "loss"
 * @param name for people: "Accuracy", "Macro F1"
 * @param value the figure
 * @param interval its 95 % interval, if there is one
 */
public record CardMetric(String split, int rows, String type, String name, double value, Optional<Interval> interval) {

    /**
     * A 95 % interval.
     *
     * @param low lower end
     * @param high upper end, not below {@code low}
     */
    public record Interval(double low, double high) {

        /** Checks the order. */
        public Interval {
            if (!(low <= high)) {
                throw new IllegalArgumentException("an interval needs low <= high, found " + low + " and " + high);
            }
        }
    }

    /** Checks the ranges given above. */
    public CardMetric {
        Objects.requireNonNull(split, "split");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(interval, "interval");
        if (rows < 1) {
            throw new IllegalArgumentException("a metric is measured on at least 1 row, found " + rows);
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, found " + value);
        }
    }
}
