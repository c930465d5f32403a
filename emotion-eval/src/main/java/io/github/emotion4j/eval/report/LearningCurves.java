package io.github.emotion4j.eval.report;

import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.chart.Histogram;
import io.github.emotion4j.eval.chart.LineChart;
import io.github.emotion4j.eval.chart.Svg;
import io.github.emotion4j.eval.report.ReportData.Epoch;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What training and the trained model do with the loss. */
final class LearningCurves {

    private LearningCurves() {}

    static Svg losses(List<Epoch> epochs) {
        return LineChart.of(
                "Loss by epoch",
                "epoch · loss",
                List.of(
                        line("training loss", epochs, Epoch::trainLoss),
                        line("validation loss", epochs, Epoch::validationLoss)));
    }

    static Svg scores(List<Epoch> epochs) {
        return LineChart.of(
                "Accuracy and macro F1 of the validation split by epoch",
                "epoch · validation",
                List.of(line("accuracy", epochs, Epoch::accuracy), line("macro F1", epochs, Epoch::macroF1)));
    }

    private static LineChart.Line line(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> value) {
        return new LineChart.Line(
                name,
                epochs.stream()
                        .map(epoch -> new LineChart.Point(
                                epoch.epoch(),
                                value.applyAsDouble(epoch),
                                String.format(
                                        Locale.ROOT,
                                        "epoch %d: %s %.4f",
                                        epoch.epoch(),
                                        name,
                                        value.applyAsDouble(epoch))))
                        .toList());
    }

    static Svg lossHistogram(Evaluation evaluation) {
        double[] losses = IntStream.range(0, evaluation.rows())
                .mapToDouble(evaluation::loss)
                .toArray();
        return Histogram.of("Distribution of the losses", "loss", losses);
    }
}
