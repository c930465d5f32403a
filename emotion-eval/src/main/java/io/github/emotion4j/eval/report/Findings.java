package io.github.emotion4j.eval.report;

import io.github.emotion4j.eval.Bootstrap;
import io.github.emotion4j.eval.Comparison;
import io.github.emotion4j.eval.Interval;
import io.github.emotion4j.eval.Metric;
import io.github.emotion4j.eval.errors.TextLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is computed once for all files of a report.
 *
 * @param intervals of the main model, by metric
 * @param comparisons of the main model with each reference, by the reference's name
 * @param highest texts with the highest losses
 * @param lowest texts with the lowest losses
 */
record Findings(
        Map<String, Interval> intervals,
        Map<String, Comparison> comparisons,
        List<TextLoss> highest,
        List<TextLoss> lowest) {

    private static final int MOST = 15;
    private static final String[] COMPARED = {"accuracy", "macro_f1", "weighted_f1"};

    /** Fewer draws than for a gate: the report's intervals are read, not decided by. */
    private static final Bootstrap BOOTSTRAP = new Bootstrap(500, 42);

    static Findings of(ReportData data) {
        var evaluation = data.evaluation();
        var intervals = new LinkedHashMap<String, Interval>();
        for (String name : List.of("accuracy", "macro_f1", "weighted_f1", "log_loss")) {
            intervals.put(name, Metric.parse(name).interval(evaluation, BOOTSTRAP));
        }
        var comparisons = new LinkedHashMap<String, Comparison>();
        for (var model : new ArrayList<>(data.models().subList(0, data.models().size() - 1))) {
            comparisons.put(model.name(), Comparison.of(model.evaluation(), evaluation, BOOTSTRAP, COMPARED));
        }
        return new Findings(
                intervals,
                comparisons,
                TextLoss.of(evaluation, data.texts(), TextLoss.Order.HIGHEST, MOST),
                TextLoss.of(evaluation, data.texts(), TextLoss.Order.LOWEST, MOST));
    }
}
