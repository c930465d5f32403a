package io.github.emotion4j.eval.gate;

import io.github.emotion4j.eval.Bootstrap;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.Metric;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A threshold for a metric: at least that for a score, at most that for a loss.
 *
 * @param metric what is measured
 * @param threshold finite; in [0, 1] for scores, at least 0 for losses
 */
public record Gate(Metric metric, double threshold) {

    /** Checks the range given above. */
    public Gate {
        Objects.requireNonNull(metric, "metric");
        if (!(threshold >= 0) || Double.isInfinite(threshold) || metric.higherIsBetter() && threshold > 1) {
            throw new IllegalArgumentException("gate '" + metric + "': the threshold must be "
                    + (metric.higherIsBetter() ? "in [0, 1]" : "at least 0") + ", found " + threshold);
        }
    }

    /**
     * Reads {@code accuracy=0.9,macro_f1=0.85,f1.surprise=0.6}. A label with a comma in its name cannot be written so.
     *
     * @throws IllegalArgumentException if a part is not METRIC=NUMBER, names no metric, or comes twice
     */
    public static List<Gate> parse(String gates) {
        var parsed = new ArrayList<Gate>();
        var seen = new HashSet<String>();
        for (String part : gates.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "gate '" + part + "': expected METRIC=NUMBER, as in accuracy=0.9,macro_f1=0.85");
            }
            var metric = Metric.parse(part.substring(0, equals).strip());
            parsed.add(new Gate(metric, number(part, part.substring(equals + 1))));
            if (!seen.add(metric.name())) {
                throw new IllegalArgumentException("gate '" + metric + "' comes twice in " + gates);
            }
        }
        return List.copyOf(parsed);
    }

    private static double number(String part, String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException notOne) {
            throw new IllegalArgumentException("gate '" + part + "': '" + text + "' is not a number", notOne);
        }
    }

    /**
     * Measures. An undefined value does not pass.
     *
     * @throws IllegalArgumentException if the metric is of a label that the evaluation does not have
     */
    public GateResult check(Evaluation evaluation) {
        double value = metric.of(evaluation);
        boolean passed = metric.higherIsBetter() ? value >= threshold : value <= threshold;
        Optional<String> rowless = metric.label().filter(label -> rows(evaluation, label) == 0);
        return new GateResult(this, value, metric.interval(evaluation, Bootstrap.DEFAULT), passed, rowless);
    }

    private static int rows(Evaluation evaluation, String label) {
        return evaluation.support(evaluation.labels().id(label).orElseThrow());
    }

    /** Measures all, in order. */
    public static List<GateResult> check(List<Gate> gates, Evaluation evaluation) {
        return gates.stream().map(gate -> gate.check(evaluation)).toList();
    }
}
