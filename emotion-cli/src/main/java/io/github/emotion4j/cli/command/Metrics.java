package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Json;
import io.github.emotion4j.eval.Evaluation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Evaluations as JSON and in words. */
final class Metrics {

    private Metrics() {}

    static Map<String, Object> full(Evaluation evaluation) {
        var labels = new LinkedHashMap<String, Object>();
        for (int label = 0; label < evaluation.labels().size(); label++) {
            labels.put(
                    evaluation.labels().name(label),
                    Json.object(
                            "precision", evaluation.precision(label),
                            "recall", evaluation.recall(label),
                            "f1", evaluation.f1(label),
                            "support", evaluation.support(label)));
        }
        return Json.object(
                "rows", evaluation.rows(),
                "loss", evaluation.logLoss(),
                "accuracy", evaluation.accuracy(),
                "accuracy_ci95", interval(evaluation),
                "macro_f1", evaluation.macroF1(),
                "weighted_f1", evaluation.weightedF1(),
                "per_label", labels,
                "confusion", evaluation.confusion(),
                "labels", evaluation.labels().names());
    }

    static String human(Evaluation evaluation) {
        var text = new StringBuilder();
        text.append(line(evaluation))
                .append(String.format(
                        Locale.ROOT,
                        ", %d texts%n%n%-14s %9s %9s %9s %9s",
                        evaluation.rows(),
                        "label",
                        "precision",
                        "recall",
                        "f1",
                        "support"));
        for (int label = 0; label < evaluation.labels().size(); label++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%-14s %9.3f %9.3f %9.3f %9d",
                    evaluation.labels().name(label),
                    evaluation.precision(label),
                    evaluation.recall(label),
                    evaluation.f1(label),
                    evaluation.support(label)));
        }
        List<Evaluation.Confusion> confusions = evaluation.topConfusions(3);
        if (!confusions.isEmpty()) {
            text.append(System.lineSeparator()).append(System.lineSeparator()).append("taken for another most often: ");
            text.append(String.join(
                    "; ",
                    confusions.stream().map(Evaluation.Confusion::toString).toList()));
        }
        return text.toString();
    }

    static String line(Evaluation evaluation) {
        return String.format(
                Locale.ROOT,
                "accuracy %.3f (95 %%: %.3f to %.3f), macro F1 %.3f, weighted F1 %.3f, loss %.3f",
                evaluation.accuracy(),
                evaluation.accuracyInterval().low(),
                evaluation.accuracyInterval().high(),
                evaluation.macroF1(),
                evaluation.weightedF1(),
                evaluation.logLoss());
    }

    private static List<Double> interval(Evaluation evaluation) {
        return Arrays.asList(
                evaluation.accuracyInterval().low(),
                evaluation.accuracyInterval().high());
    }
}
