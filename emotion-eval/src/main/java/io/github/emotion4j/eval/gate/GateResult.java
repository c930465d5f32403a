package io.github.emotion4j.eval.gate;

import io.github.emotion4j.eval.Interval;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a gate.
 *
 * @param gate the threshold
 * @param value measured; NaN where the metric is undefined
 * @param interval of 95 %
 * @param passed whether the value reaches the threshold; the interval does not count
 * @param rowless the label that is measured and that no row of the data has; empty if there are such rows, or all labels are measured
 */
public record GateResult(Gate gate, double value, Interval interval, boolean passed, Optional<String> rowless) {

    /** In words: {@code accuracy 0.8870 < 0.9 (95 % interval 0.8724 to 0.9001): failed}. */
    @Override
    public String toString() {
        if (rowless.isPresent()) {
            return gate.metric() + ": no row of the data has the label '" + rowless.get()
                    + "', so there is nothing to measure; leave the gate out or take data with such rows: "
                    + (passed ? "passed" : "failed");
        }
        boolean up = gate.metric().higherIsBetter();
        String relation = Double.isNaN(value) ? "is undefined, wanted" : passed ? up ? "≥" : "≤" : up ? "<" : ">";
        return String.format(
                Locale.ROOT,
                "%s %.4f %s %s (95 %% interval %.4f to %.4f): %s",
                gate.metric(),
                value,
                relation,
                gate.threshold(),
                interval.low(),
                interval.high(),
                passed ? "passed" : "failed");
    }
}
