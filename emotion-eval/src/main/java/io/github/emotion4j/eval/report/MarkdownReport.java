package io.github.emotion4j.eval.report;

import static io.github.emotion4j.eval.chart.Markup.number;
import static io.github.emotion4j.eval.chart.Markup.percent;

import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.calibration.Reliability;
import io.github.emotion4j.eval.chart.Markup;
import io.github.emotion4j.eval.errors.TextLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report in GitHub's Markdown: for a pull request, a model card, a job summary. */
final class MarkdownReport {

    private final StringBuilder out = new StringBuilder();

    private MarkdownReport() {}

    static String of(ReportData data, Findings findings) {
        var report = new MarkdownReport();
        report.out.append("# ").append(cell(data.title())).append("\n\n");
        report.warnings(data);
        report.gates(data);
        report.models(data, findings);
        report.labels(data.evaluation());
        report.confusion(data.evaluation());
        report.epochs(data);
        report.calibration(data);
        report.losses("Highest losses", findings.highest());
        report.losses("Lowest losses", findings.lowest());
        report.suspects(data);
        report.repeated(data);
        report.provenance(data);
        return report.out.toString();
    }

    private void heading(String text) {
        out.append("\n## ").append(text).append("\n\n");
    }

    private void table(List<String> header, List<List<String>> rows) {
        out.append("| ").append(String.join(" | ", header)).append(" |\n|");
        out.append("---|".repeat(header.size())).append('\n');
        for (var row : rows) {
            out.append("| ").append(String.join(" | ", row)).append(" |\n");
        }
    }

    /** Text of users inside a table: nothing in it is markup. */
    private static String cell(String text) {
        var escaped = new StringBuilder();
        Markup.escape(Markup.shorten(text, 300)).codePoints().forEach(point -> {
            if ("\\`*_{}[]()#+-!|~".indexOf(point) >= 0) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(point);
        });
        return escaped.toString();
    }

    private void warnings(ReportData data) {
        if (!data.warnings().isEmpty()) {
            heading("Warning");
            data.warnings()
                    .forEach(sentence ->
                            out.append("- ⚠️ ").append(cell(sentence)).append('\n'));
        }
    }

    private void gates(ReportData data) {
        if (data.gates().isEmpty()) {
            return;
        }
        heading("Gates");
        for (var result : data.gates()) {
            out.append("- ")
                    .append(result.passed() ? "✅ " : "❌ ")
                    .append(cell(result.toString()))
                    .append('\n');
        }
    }

    private void models(ReportData data, Findings findings) {
        heading("Models, " + data.texts().size() + " texts");
        var rows = new ArrayList<List<String>>();
        for (var model : data.models()) {
            var evaluation = model.evaluation();
            var interval = evaluation.accuracyInterval();
            rows.add(List.of(
                    cell(model.name()),
                    percent(evaluation.accuracy()),
                    percent(interval.low()) + " – " + percent(interval.high()),
                    number(evaluation.macroF1(), 3),
                    number(evaluation.weightedF1(), 3),
                    number(evaluation.logLoss(), 3)));
        }
        table(List.of("model", "accuracy", "95 % interval", "macro F1", "weighted F1", "log loss"), rows);
        findings.comparisons().forEach((name, comparison) -> {
            var difference = comparison.differences().get("accuracy");
            out.append(String.format(
                    Locale.ROOT,
                    "%nAgainst %s: accuracy %+.4f (95 %% interval %+.4f to %+.4f, paired bootstrap), McNemar p = %.2g.%n",
                    cell(name),
                    difference.value(),
                    difference.interval().low(),
                    difference.interval().high(),
                    comparison.mcnemarExact()));
        });
    }

    private void labels(Evaluation evaluation) {
        heading("Labels");
        var rows = new ArrayList<List<String>>();
        for (int label = 0; label < evaluation.labels().size(); label++) {
            rows.add(List.of(
                    cell(evaluation.labels().name(label)),
                    Integer.toString(evaluation.support(label)),
                    number(evaluation.precision(label), 3),
                    number(evaluation.recall(label), 3),
                    number(evaluation.f1(label), 3),
                    number(evaluation.rocAuc(label), 3)));
        }
        table(List.of("label", "texts", "precision", "recall", "F1", "ROC AUC"), rows);
    }

    private void confusion(Evaluation evaluation) {
        var top = evaluation.topConfusions(10);
        if (!top.isEmpty()) {
            heading("Most frequent confusions");
            top.forEach(
                    mistake -> out.append("- ").append(cell(mistake.toString())).append('\n'));
        }
    }

    private void epochs(ReportData data) {
        if (data.epochs().isEmpty()) {
            return;
        }
        heading("Training");
        table(
                List.of("epoch", "train loss", "validation loss", "accuracy", "macro F1"),
                data.epochs().stream()
                        .map(epoch -> List.of(
                                Integer.toString(epoch.epoch()),
                                number(epoch.trainLoss(), 4),
                                number(epoch.validationLoss(), 4),
                                number(epoch.accuracy(), 4),
                                number(epoch.macroF1(), 4)))
                        .toList());
    }

    private void calibration(ReportData data) {
        data.calibration().ifPresent(calibration -> {
            heading("Calibration");
            out.append(String.format(
                    Locale.ROOT,
                    "Temperature %.4f; expected calibration error %.4f before, %.4f after.%n",
                    calibration.temperature(),
                    Reliability.of(calibration.before()).expectedError(),
                    Reliability.of(calibration.after()).expectedError()));
        });
    }

    private void losses(String name, List<TextLoss> losses) {
        heading(name);
        table(
                List.of("loss", "label", "predicted", "text"),
                losses.stream()
                        .map(loss -> List.of(
                                number(loss.loss(), 3), cell(loss.label()), cell(loss.predicted()), cell(loss.text())))
                        .toList());
    }

    private void suspects(ReportData data) {
        if (data.suspects().isEmpty() && data.suspectsNote().isEmpty()) {
            return;
        }
        heading("Labels that are probably wrong"
                + (data.suspects().isEmpty() ? "" : ": " + data.suspects().size()));
        if (!data.suspectsNote().isEmpty()) {
            out.append(cell(data.suspectsNote())).append("\n\n");
        }
        if (data.suspects().isEmpty()) {
            return;
        }
        table(
                List.of("row", "label", "suggested", "text"),
                data.suspects().stream()
                        .limit(30)
                        .map(doubt -> List.of(
                                Integer.toString(doubt.row() + 1),
                                cell(doubt.label()),
                                cell(doubt.suggested()),
                                cell(doubt.text())))
                        .toList());
    }

    private void repeated(ReportData data) {
        if (data.repeated().isEmpty()) {
            return;
        }
        heading("Texts that occur more than once: " + data.repeated().size());
        table(
                List.of("where", "text"),
                data.repeated().stream()
                        .map(text -> List.of(cell(HtmlReport.places(text)), cell(text.text())))
                        .toList());
    }

    private void provenance(ReportData data) {
        if (data.provenance().isEmpty()) {
            return;
        }
        heading("How it was made");
        data.provenance()
                .forEach((name, value) -> out.append("- ")
                        .append(cell(name))
                        .append(": ")
                        .append(cell(value))
                        .append('\n'));
    }
}
