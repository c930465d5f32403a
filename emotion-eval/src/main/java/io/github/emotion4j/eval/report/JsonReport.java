package io.github.emotion4j.eval.report;

import com.google.gson.GsonBuilder;
import io.github.emotion4j.eval.Comparison;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.Interval;
import io.github.emotion4j.eval.calibration.Reliability;
import io.github.emotion4j.eval.chart.BoxPlot;
import io.github.emotion4j.eval.errors.TextLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report for machines. What is undefined is null; what was not given is left out or empty. */
final class JsonReport {

    static final int SCHEMA_VERSION = 1;

    private JsonReport() {}

    static String of(ReportData data, Findings findings) {
        var root = new LinkedHashMap<String, Object>();
        root.put("schema_version", SCHEMA_VERSION);
        root.put("title", data.title());
        root.put("labels", data.evaluation().labels().names());
        root.put("rows", data.evaluation().rows());
        root.put("warnings", data.warnings());
        root.put("models", data.models().stream().map(JsonReport::model).toList());
        root.put("intervals_95", intervals(findings.intervals()));
        var comparisons = new ArrayList<Object>();
        findings.comparisons().forEach((name, comparison) -> comparisons.add(comparison(name, comparison)));
        root.put("comparisons", comparisons);
        data.data().ifPresent(pictures -> root.put("data", data(pictures)));
        root.put("epochs", data.epochs().stream().map(JsonReport::epoch).toList());
        data.calibration().ifPresent(calibration -> root.put("calibration", calibration(calibration)));
        root.put(
                "highest_losses",
                findings.highest().stream().map(JsonReport::loss).toList());
        root.put(
                "lowest_losses",
                findings.lowest().stream().map(JsonReport::loss).toList());
        root.put("suspects", data.suspects());
        root.put("suspects_note", data.suspectsNote());
        root.put("repeated_texts", data.repeated());
        root.put(
                "gates",
                data.gates().stream()
                        .map(result -> object(
                                "metric", result.gate().metric().name(),
                                "threshold", result.gate().threshold(),
                                "value", finite(result.value()),
                                "interval_95", interval(result.interval()),
                                "passed", result.passed()))
                        .toList());
        root.put("provenance", data.provenance());
        var gson = new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .disableHtmlEscaping()
                .create();
        return gson.toJson(root) + "\n";
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            object.put((String) namesAndValues[at], namesAndValues[at + 1]);
        }
        return object;
    }

    /** JSON has no NaN. */
    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static List<Double> interval(Interval interval) {
        return Arrays.asList(finite(interval.low()), finite(interval.high()));
    }

    private static Map<String, Object> intervals(Map<String, Interval> intervals) {
        var all = new LinkedHashMap<String, Object>();
        intervals.forEach((name, interval) -> all.put(name, interval(interval)));
        return all;
    }

    private static Map<String, Object> model(ReportData.Model model) {
        Evaluation evaluation = model.evaluation();
        var perLabel = new LinkedHashMap<String, Object>();
        for (int label = 0; label < evaluation.labels().size(); label++) {
            perLabel.put(
                    evaluation.labels().name(label),
                    object(
                            "precision", finite(evaluation.precision(label)),
                            "recall", finite(evaluation.recall(label)),
                            "f1", finite(evaluation.f1(label)),
                            "support", evaluation.support(label),
                            "roc_auc", finite(evaluation.rocAuc(label)),
                            "average_precision", finite(evaluation.averagePrecision(label))));
        }
        return object(
                "name", model.name(),
                "accuracy", finite(evaluation.accuracy()),
                "accuracy_ci95", interval(evaluation.accuracyInterval()),
                "balanced_accuracy", finite(evaluation.balancedAccuracy()),
                "macro_f1", finite(evaluation.macroF1()),
                "micro_f1", finite(evaluation.microF1()),
                "weighted_f1", finite(evaluation.weightedF1()),
                "log_loss", finite(evaluation.logLoss()),
                "brier", finite(evaluation.brier()),
                "macro_roc_auc", finite(evaluation.macroRocAuc()),
                "macro_average_precision", finite(evaluation.macroAveragePrecision()),
                "per_label", perLabel,
                "confusion", evaluation.confusion(),
                "top_confusions",
                        evaluation.topConfusions(10).stream()
                                .map(Evaluation.Confusion::toString)
                                .toList());
    }

    private static Map<String, Object> comparison(String reference, Comparison comparison) {
        var differences = new LinkedHashMap<String, Object>();
        comparison
                .differences()
                .forEach((name, difference) -> differences.put(
                        name,
                        object(
                                "difference",
                                finite(difference.value()),
                                "interval_95",
                                interval(difference.interval()))));
        return object(
                "reference", reference,
                "only_reference_right", comparison.onlyFirstRight(),
                "only_model_right", comparison.onlySecondRight(),
                "mcnemar_exact_p", comparison.mcnemarExact(),
                "mcnemar_chi_square_p", comparison.mcnemarChiSquare(),
                "differences", differences);
    }

    private static Map<String, Object> data(DataPictures pictures) {
        return object(
                "counts", pictures.counts(),
                "words", pictures.words().stream().map(JsonReport::box).toList(),
                "tokens", pictures.tokens().stream().map(JsonReport::box).toList(),
                "token_limit", pictures.limit(),
                "over_limit",
                        pictures.overLimit().stream().map(JsonReport::finite).toList(),
                "pca_explained",
                        pictures.map().map(map -> map.pca().explained()).orElse(null));
    }

    private static Map<String, Object> box(BoxPlot.Box box) {
        return object(
                "label", box.name(),
                "count", box.count(),
                "low", finite(box.low()),
                "q1", finite(box.lowerQuartile()),
                "median", finite(box.median()),
                "q3", finite(box.upperQuartile()),
                "high", finite(box.high()),
                "max", finite(box.max()));
    }

    private static Map<String, Object> epoch(ReportData.Epoch epoch) {
        return object(
                "epoch", epoch.epoch(),
                "train_loss", finite(epoch.trainLoss()),
                "validation_loss", finite(epoch.validationLoss()),
                "accuracy", finite(epoch.accuracy()),
                "macro_f1", finite(epoch.macroF1()));
    }

    private static Map<String, Object> calibration(ReportData.Calibration calibration) {
        return object(
                "temperature", calibration.temperature(),
                "ece_before", Reliability.of(calibration.before()).expectedError(),
                "ece_after", Reliability.of(calibration.after()).expectedError(),
                "log_loss_before", calibration.before().logLoss(),
                "log_loss_after", calibration.after().logLoss());
    }

    private static Map<String, Object> loss(TextLoss loss) {
        return object(
                "row", loss.row(),
                "text", loss.text(),
                "label", loss.label(),
                "predicted", loss.predicted(),
                "probability", loss.probability(),
                "loss", loss.loss());
    }
}
