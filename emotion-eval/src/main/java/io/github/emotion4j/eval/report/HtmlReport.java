package io.github.emotion4j.eval.report;

import static io.github.emotion4j.eval.chart.Markup.count;
import static io.github.emotion4j.eval.chart.Markup.escape;
import static io.github.emotion4j.eval.chart.Markup.number;
import static io.github.emotion4j.eval.chart.Markup.percent;

import io.github.emotion4j.data.statistics.RepeatedText;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.Interval;
import io.github.emotion4j.eval.chart.IntervalChart;
import io.github.emotion4j.eval.errors.TextLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report as one HTML page: what is asked first comes first. */
final class HtmlReport {

    private static final int MOST_SUSPECTS = 50;

    private final ReportData data;
    private final Findings findings;
    private final HtmlPage page;

    private HtmlReport(ReportData data, Findings findings) {
        this.data = data;
        this.findings = findings;
        this.page = new HtmlPage(data.title());
    }

    static String of(ReportData data, Findings findings) {
        var report = new HtmlReport(data, findings);
        report.summary();
        report.warnings();
        report.gates();
        report.models();
        report.labels();
        report.confusion();
        report.training();
        new CalibrationSection(data, report.page).write();
        report.errors();
        report.suspects();
        report.repeated();
        new DataSection(data, report.page).write();
        report.provenance();
        return report.page.text();
    }

    private void summary() {
        Evaluation evaluation = data.evaluation();
        page.header(count(evaluation.rows()) + " texts, " + evaluation.labels().size() + " labels · "
                + data.main().name());
        page.tiles(List.of(
                tile("Accuracy", percent(evaluation.accuracy()), "accuracy", true),
                tile("Macro F1", number(evaluation.macroF1(), 3), "macro_f1", false),
                tile("Weighted F1", number(evaluation.weightedF1(), 3), "weighted_f1", false),
                tile("Log loss", number(evaluation.logLoss(), 3), "log_loss", false)));
    }

    private HtmlPage.Tile tile(String name, String value, String metric, boolean share) {
        Interval interval = findings.intervals().get(metric);
        String range = share
                ? percent(interval.low()) + " – " + percent(interval.high())
                : number(interval.low(), 3) + " – " + number(interval.high(), 3);
        return new HtmlPage.Tile(name, value, "95 %: " + range);
    }

    private void warnings() {
        if (data.warnings().isEmpty()) {
            return;
        }
        page.section("warning", "Warning", "Read this before the rest.");
        page.raw(data.warnings().stream()
                .map(sentence -> "<p class=\"bad\">" + escape(sentence) + "</p>")
                .collect(Collectors.joining()));
        page.end();
    }

    private void gates() {
        if (data.gates().isEmpty()) {
            return;
        }
        page.section("gates", "Gates", "Thresholds the model has to reach.");
        var rows = new ArrayList<List<String>>();
        for (var result : data.gates()) {
            rows.add(List.of(
                    result.passed() ? "<span class=\"good\">✓ passed</span>" : "<span class=\"bad\">✗ failed</span>",
                    escape(result.gate().metric().name()),
                    number(result.value(), 4),
                    (result.gate().metric().higherIsBetter() ? "≥ " : "≤ ")
                            + result.gate().threshold(),
                    number(result.interval().low(), 4) + " – "
                            + number(result.interval().high(), 4)));
        }
        page.table("", List.of("", "Metric", "#Value", "#Threshold", "#95 % interval"), rows);
        page.end();
    }

    private void models() {
        if (data.models().size() < 2) {
            return;
        }
        page.section("models", "Models side by side", "The same texts, from the simplest model to the one reported.");
        page.charts(IntervalChart.of(
                "Accuracy of the models with 95 % intervals",
                "accuracy with 95 % interval",
                data.models().stream()
                        .map(model -> new IntervalChart.Row(
                                model.name(),
                                model.evaluation().accuracy(),
                                model.evaluation().accuracyInterval()))
                        .toList()));
        var rows = new ArrayList<List<String>>();
        for (var model : data.models()) {
            Evaluation evaluation = model.evaluation();
            rows.add(List.of(
                    escape(model.name()),
                    percent(evaluation.accuracy()),
                    number(evaluation.macroF1(), 3),
                    number(evaluation.weightedF1(), 3),
                    number(evaluation.logLoss(), 3),
                    number(evaluation.brier(), 3),
                    number(evaluation.macroRocAuc(), 3)));
        }
        page.table(
                "",
                List.of("Model", "#Accuracy", "#Macro F1", "#Weighted F1", "#Log loss", "#Brier", "#ROC AUC"),
                rows);
        findings.comparisons().forEach((name, comparison) -> {
            var accuracy = comparison.differences().get("accuracy");
            page.paragraph(String.format(
                    Locale.ROOT,
                    "Against %s: accuracy %+.1f points (95 %% interval %+.1f to %+.1f, paired bootstrap). Only this model is "
                            + "right on %d texts, only the other on %d: McNemar p %s.",
                    name,
                    accuracy.value() * 100,
                    accuracy.interval().low() * 100,
                    accuracy.interval().high() * 100,
                    comparison.onlySecondRight(),
                    comparison.onlyFirstRight(),
                    small(comparison.mcnemarExact())));
        });
        page.end();
    }

    private static String small(double probability) {
        return probability < 1e-4 ? "< 0.0001" : "= " + number(probability, 4);
    }

    private void labels() {
        Evaluation evaluation = data.evaluation();
        page.section(
                "labels",
                "Labels",
                "Precision: how often the answer is right. Recall: how many of the label are found.");
        var rows = new ArrayList<List<String>>();
        for (int label = 0; label < evaluation.labels().size(); label++) {
            double f1 = evaluation.f1(label);
            rows.add(List.of(
                    escape(evaluation.labels().name(label)),
                    count(evaluation.support(label)),
                    number(evaluation.precision(label), 3),
                    number(evaluation.recall(label), 3),
                    String.format(Locale.ROOT, "<span class=\"meter\" style=\"--v:%.3f\"></span>%s", f1, number(f1, 3)),
                    number(evaluation.rocAuc(label), 3),
                    number(evaluation.averagePrecision(label), 3)));
        }
        page.table(
                "", List.of("Label", "#Texts", "#Precision", "#Recall", "#F1", "#ROC AUC", "#Average precision"), rows);
        page.end();
    }

    private void confusion() {
        Evaluation evaluation = data.evaluation();
        page.section("confusion", "Confusion", "Rows are true labels, columns answers; shares of the row, in percent.");
        page.raw(ConfusionTable.of(evaluation));
        var top = evaluation.topConfusions(8);
        if (!top.isEmpty()) {
            page.raw("<h3>Most frequent confusions</h3><ul class=\"plain\">");
            top.forEach(mistake -> page.raw("<li>" + escape(mistake.toString()) + "</li>"));
            page.raw("</ul>");
        }
        page.end();
    }

    private void training() {
        if (data.epochs().isEmpty()) {
            return;
        }
        page.section("training", "Learning curves", "One point an epoch.");
        page.charts(LearningCurves.losses(data.epochs()), LearningCurves.scores(data.epochs()));
        page.end();
    }

    private void errors() {
        Evaluation evaluation = data.evaluation();
        page.section(
                "errors",
                "Losses",
                "The cross-entropy of each text, its label, the answer and the answer's probability.");
        page.charts(LearningCurves.lossHistogram(evaluation));
        page.raw("<h3>Highest losses</h3>");
        losses(findings.highest());
        page.raw("<h3>Lowest losses</h3>");
        losses(findings.lowest());
        page.end();
    }

    private void losses(List<TextLoss> losses) {
        page.table(
                "texts",
                List.of("#Loss", "Label", "Answer", "#Probability", "~Text"),
                losses.stream()
                        .map(loss -> List.of(
                                number(loss.loss(), 3),
                                escape(loss.label()),
                                loss.label().equals(loss.predicted())
                                        ? escape(loss.predicted())
                                        : "<span class=\"bad\">" + escape(loss.predicted()) + "</span>",
                                percent(loss.probability()),
                                HtmlPage.longText(loss.text())))
                        .toList());
    }

    private void suspects() {
        if (data.suspects().isEmpty() && data.suspectsNote().isEmpty()) {
            return;
        }
        int all = data.suspects().size();
        page.section(
                "suspects",
                "Labels that are probably wrong",
                (all == 0
                                ? ""
                                : count(all) + " by confident learning, surest first"
                                        + (all > MOST_SUSPECTS
                                                ? "; the first " + MOST_SUSPECTS + " are shown. "
                                                : ". "))
                        + data.suspectsNote());
        if (all == 0) {
            page.end();
            return;
        }
        page.table(
                "texts",
                List.of("#Row", "Label", "Suggested", "Why", "~Text"),
                data.suspects().stream()
                        .limit(MOST_SUSPECTS)
                        .map(doubt -> List.of(
                                Integer.toString(doubt.row() + 1),
                                escape(doubt.label()),
                                escape(doubt.suggested()),
                                escape(doubt.why()),
                                HtmlPage.longText(doubt.text())))
                        .toList());
        page.end();
    }

    private void repeated() {
        if (data.repeated().isEmpty()) {
            return;
        }
        long shared = data.repeated().stream().filter(RepeatedText::shared).count();
        long conflicting =
                data.repeated().stream().filter(RepeatedText::conflicting).count();
        page.section(
                "repeated",
                "Repeated texts",
                count(shared) + " shared between splits, " + count(conflicting) + " with different labels.");
        page.table(
                "texts",
                List.of("~Where", "~Text"),
                data.repeated().stream()
                        .limit(100)
                        .map(text -> List.of(escape(places(text)), HtmlPage.longText(text.text())))
                        .toList());
        page.end();
    }

    static String places(RepeatedText text) {
        return text.occurrences().stream()
                .map(at -> at.split() + " " + (at.row() + 1) + ": " + at.label())
                .collect(Collectors.joining("; "));
    }

    private void provenance() {
        if (data.provenance().isEmpty()) {
            return;
        }
        page.section("provenance", "How it was made", "");
        page.raw("<dl>");
        data.provenance()
                .forEach((name, value) -> page.raw("<dt>" + escape(name) + "</dt><dd>" + escape(value) + "</dd>"));
        page.raw("</dl>");
        page.end();
    }
}
