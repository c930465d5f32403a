package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.ExitCode;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.LabelNaming;
import io.github.emotion4j.cli.LabelledData;
import io.github.emotion4j.cli.ModelOption;
import io.github.emotion4j.cli.PrecisionOption;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.WeightFile;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.split.Splits;
import io.github.emotion4j.data.statistics.RepeatedText;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.calibration.Temperature;
import io.github.emotion4j.eval.experiment.Examination;
import io.github.emotion4j.eval.experiment.Examiner;
import io.github.emotion4j.eval.gate.Gate;
import io.github.emotion4j.eval.gate.GateResult;
import io.github.emotion4j.eval.report.DataPictures;
import io.github.emotion4j.eval.report.Report;
import io.github.emotion4j.eval.report.ReportData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How good a model is on data. */
@Command(
        name = "evaluate",
        description = "Measure a model on labelled data; write a report; fail below thresholds.",
        footer = {
            "",
            "Example: emotion evaluate --model my-model --data sample --report report \\",
            "           --fail-under accuracy=0.5"
        })
public final class EvaluateCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private ModelOption model;

    @Mixin
    private LabelledData data = new LabelledData("test");

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.html, report.json, report.md, junit.xml, predictions.csv.")
    private Path report;

    @Option(
            names = "--suspects",
            description = "Also look for labels that are probably wrong, for the report; takes seconds to a minute.")
    private boolean suspects;

    @Option(
            names = "--other-splits",
            paramLabel = "NAME=DATA",
            split = ",",
            description = "Further splits, to report texts shared with them, as in train=train.txt.")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(
            names = "--fail-under",
            paramLabel = "METRIC=X,…",
            description = "Exit with 3 below these values, as in accuracy=0.9,f1.joy=0.8.")
    private String gates;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "64",
            description = "Texts computed together (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Mixin
    private PrecisionOption precision;

    EvaluateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        List<Gate> thresholds = thresholds();
        if (batchSize < 1) {
            throw Problem.usage("--batch-size must be >= 1, found " + batchSize);
        }
        if (others.containsKey("") || others.containsKey(data.split())) {
            throw Problem.usage("--other-splits: expected NAME=DATA with another name than that of the split '"
                    + data.split() + "', found " + others);
        }
        if (report != null) {
            AtomicFile.requireFolder(report);
        }
        Path path = model.locate(session);
        long began = System.nanoTime();
        Model read = data.named(model.read(path), session);
        var splits = new LinkedHashMap<String, Dataset>();
        final Examination seen;
        try (var examiner = Examiner.load(read, batchSize, precision.value());
                Progress progress = session.output().progress("evaluating", "texts")) {
            LabelNaming.requireSame(data.labels(), examiner.labels());
            requireLabels(thresholds, examiner.labels());
            splits.put(data.split(), data.read(session, examiner.labels()));
            var reader = data.reader(session);
            for (Map.Entry<String, String> other : others.entrySet()) {
                splits.put(other.getKey(), reader.read(other.getValue(), other.getKey(), examiner.labels()));
            }
            Dataset rows = splits.get(data.split());
            int keep = report == null ? 0 : suspects ? WrongLabels.MOST : Pictures.MAPPED;
            seen = examiner.examine(
                    rows.texts(),
                    Splits.sample(rows, keep, session.options().seed()),
                    (done, total) -> progress.update(done, total, ""));
        }
        double seconds = (System.nanoTime() - began) * 1e-9;
        Dataset rows = splits.get(data.split());
        // beside what follows: of what a report takes, the maps take most
        var pictures = report == null
                ? null
                : CompletableFuture.supplyAsync(
                        () -> Pictures.of(splits, seen, session.options().seed()));
        var evaluation = Evaluation.of(rows.labels(), rows.labelIds(), seen.probabilities());
        Optional<ReportData.Calibration> calibration = calibration(read, evaluation);
        List<GateResult> results = Gate.check(thresholds, evaluation);
        Map<String, Object> json = Metrics.full(evaluation);
        data.reader(session).notes().addTo(json);
        if (!results.isEmpty()) {
            json.put("gates", results.stream().map(EvaluateCommand::json).toList());
        }
        calibration.ifPresent(found -> json.put("calibration", found.summary()));
        if (!read.warnings().isEmpty()) {
            json.put("warnings", read.warnings());
        }
        if (report != null) {
            var told = ReportData.of(
                            "Evaluation of " + path.getFileName() + " on " + data.name(),
                            path.getFileName().toString(),
                            evaluation,
                            rows.texts())
                    .withRepeated(RepeatedText.of(splits))
                    .withGates(results)
                    .withWarnings(read.warnings())
                    .withProvenance(provenance(path, read, rows, seconds));
            if (calibration.isPresent()) {
                told = told.withCalibration(calibration.get());
            }
            if (suspects) {
                told = withSuspects(told, rows, seen);
            }
            json.put(
                    "report",
                    Report.write(report, told.withData(done(pictures))).toString());
        }
        read.warnings().forEach(warning -> session.output().note("warning: " + warning));
        session.output().result(json, () -> Metrics.human(evaluation));
        String failed = results.stream()
                .filter(result -> !result.passed())
                .map(GateResult::toString)
                .collect(Collectors.joining("; "));
        if (!failed.isEmpty()) {
            throw Problem.gate(failed);
        }
        return ExitCode.DONE;
    }

    private static DataPictures done(CompletableFuture<DataPictures> pictures) {
        try {
            return pictures.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private List<Gate> thresholds() {
        try {
            return gates == null ? List.of() : Gate.parse(gates);
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--fail-under: " + e.getMessage());
        }
    }

    private static void requireLabels(List<Gate> thresholds, Labels labels) {
        try {
            thresholds.forEach(gate -> gate.metric().requireLabelIn(labels));
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--fail-under: " + e.getMessage());
        }
    }

    /** Reliability without and with the model's temperature; the answers are the same. */
    private static Optional<ReportData.Calibration> calibration(Model read, Evaluation evaluation) {
        if (read.temperature() == 1) {
            return Optional.empty();
        }
        Evaluation raw = new Temperature(read.temperature()).inverse().apply(evaluation);
        return Optional.of(new ReportData.Calibration(read.temperature(), raw, evaluation));
    }

    private ReportData withSuspects(ReportData told, Dataset rows, Examination seen) {
        WrongLabels found = WrongLabels.among(
                "of the split " + data.split(),
                rows,
                seen.features(),
                session.options().seed());
        return told.withSuspects(found.doubts(), found.note());
    }

    private Map<String, String> provenance(Path path, Model read, Dataset rows, double seconds) throws IOException {
        var provenance = new LinkedHashMap<String, String>();
        provenance.put("model", path.toString());
        provenance.put("weights SHA-256", WeightFile.of(path).sha256());
        provenance.put("data", data.name() + " (" + data.split() + ", " + rows.size() + " texts)");
        provenance.put("data SHA-256", Fingerprint.of(data.reader(session), data.name(), data.split(), rows));
        others.forEach((name, other) -> provenance.put("other split: " + name, other));
        provenance.put(
                "options",
                "batch size " + batchSize + ", precision " + precision.title() + ", seed "
                        + session.options().seed() + (gates == null ? "" : ", fail under " + gates));
        provenance.put("loading and predicting", String.format(Locale.ROOT, "%.1f s", seconds));
        read.trainingInWords().forEach((name, value) -> provenance.put("training: " + name, value));
        provenance.putAll(Machine.facts());
        return provenance;
    }

    private static Map<String, Object> json(GateResult result) {
        Map<String, Object> json = Json.object(
                "metric", result.gate().metric().name(),
                "threshold", result.gate().threshold(),
                "value", result.value(),
                "ci95", List.of(result.interval().low(), result.interval().high()),
                "passed", result.passed());
        result.rowless().ifPresent(label -> json.put("label_without_rows", label));
        return json;
    }
}
