package io.github.emotion4j.eval.report;

import static io.github.emotion4j.eval.chart.Markup.number;
import static io.github.emotion4j.eval.chart.Markup.percent;

import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.calibration.Coverage;
import io.github.emotion4j.eval.calibration.Reliability;
import io.github.emotion4j.eval.chart.LineChart;
import io.github.emotion4j.eval.chart.ReliabilityChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the probabilities can be trusted, and what leaving texts unanswered gains. */
final class CalibrationSection {

    private static final double[] LEAST_CONFIDENCES = {0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};

    private final ReportData data;
    private final HtmlPage page;

    CalibrationSection(ReportData data, HtmlPage page) {
        this.data = data;
        this.page = page;
    }

    void write() {
        page.section(
                "calibration",
                "Calibration",
                "Bars are the accuracy of texts answered with that confidence; on the dashed line both are equal. ECE is the mean "
                        + "distance from it.");
        data.calibration()
                .ifPresent(calibration -> page.paragraph(String.format(
                        Locale.ROOT,
                        "Temperature %.3f, fitted on validation data: log loss %.4f before, %.4f after.",
                        calibration.temperature(),
                        calibration.before().logLoss(),
                        calibration.after().logLoss())));
        Evaluation answers =
                data.calibration().map(ReportData.Calibration::after).orElse(data.evaluation());
        data.calibration()
                .ifPresentOrElse(
                        calibration -> page.figure(
                                "Reliability",
                                ReliabilityChart.of(
                                        Reliability.of(calibration.before()), Reliability.of(calibration.after()))),
                        () -> page.figure("Reliability", ReliabilityChart.of(Reliability.of(answers))));
        page.figure("Accuracy when only the surest texts are answered", coverage(answers));
        page.endFigures();
        var rows = new ArrayList<List<String>>();
        for (double least : LEAST_CONFIDENCES) {
            var point = Coverage.at(answers, least);
            rows.add(List.of(number(least, 2), percent(point.coverage()), percent(point.accuracy())));
        }
        page.raw("<h3>Answering from a least confidence</h3>");
        page.table("", List.of("#Least confidence", "#Texts answered", "#Accuracy on them"), rows);
        page.end();
    }

    private static io.github.emotion4j.eval.chart.Svg coverage(Evaluation evaluation) {
        var points = new ArrayList<LineChart.Point>();
        for (var point : Coverage.of(evaluation, 80).points()) {
            points.add(
                    0,
                    new LineChart.Point(
                            point.coverage(),
                            point.accuracy(),
                            String.format(
                                    Locale.ROOT,
                                    "from confidence %.3f: %.1f %% answered, %.1f %% of them right",
                                    point.confidence(),
                                    point.coverage() * 100,
                                    point.accuracy() * 100)));
        }
        return LineChart.of(
                "Accuracy by share of texts answered",
                "share of texts answered",
                List.of(new LineChart.Line("accuracy", points)));
    }
}
