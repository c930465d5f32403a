package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.DataOptions;
import io.github.emotion4j.cli.ExitCode;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.model.Sha256;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.errors.RepeatedText;
import io.github.emotion4j.eval.experiment.Predictor;
import io.github.emotion4j.eval.gate.Gate;
import io.github.emotion4j.eval.gate.GateResult;
import io.github.emotion4j.eval.report.DataPictures;
import io.github.emotion4j.eval.report.Report;
import io.github.emotion4j.eval.report.ReportData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
            "Example: emotion evaluate --model my-model --data test.txt --report report --fail-under accuracy=0.9"
        })
public final class EvaluateCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private DataOptions dataOptions;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description = "Directory, ONNX file, catalogue name or hub id.")
    private String model;

    @Option(names = "--data", paramLabel = "DATA", required = true, description = "File, 'sample' or hub data set.")
    private String data;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "Which split, where the data has several (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.html, report.json, report.md, junit.xml, predictions.csv.")
    private Path report;

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

    EvaluateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        List<Gate> thresholds = thresholds();
        Path path = new Models(session).locate(model);
        Evaluation evaluation;
        Dataset rows;
        try (Predictor predictor =
                Predictor.load(path, ClassifierOptions.defaults().withBatchSize(batchSize))) {
            rows = new Data(session, dataOptions).read(data, split, predictor.labels());
            evaluation = Evaluation.of(rows.labels(), rows.labelIds(), predictor.predict(rows.texts()));
        }
        List<GateResult> results = Gate.check(thresholds, evaluation);
        Map<String, Object> json = Metrics.full(evaluation);
        if (!results.isEmpty()) {
            json.put("gates", results.stream().map(EvaluateCommand::json).toList());
        }
        if (report != null) {
            json.put("report", write(path, evaluation, rows, results).toString());
        }
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

    private List<Gate> thresholds() {
        try {
            return gates == null ? List.of() : Gate.parse(gates);
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--fail-under: " + e.getMessage());
        }
    }

    private Path write(Path path, Evaluation evaluation, Dataset rows, List<GateResult> results) throws IOException {
        var provenance = new LinkedHashMap<String, String>();
        provenance.put("model", path.toString());
        provenance.put("weights SHA-256", Sha256.of(ModelDirectory.weights(path)));
        provenance.put("data", data);
        ModelDirectory.read(path)
                .training()
                .forEach((key, value) -> provenance.put("training: " + key, String.valueOf(value)));
        provenance.putAll(Machine.facts());
        return Report.write(
                report,
                ReportData.of(
                                "Evaluation of " + path.getFileName() + " on " + data,
                                path.getFileName().toString(),
                                evaluation,
                                rows.texts())
                        .withData(DataPictures.of(Map.of(split, rows)))
                        .withRepeated(RepeatedText.of(Map.of(split, rows)))
                        .withGates(results)
                        .withProvenance(provenance));
    }

    private static Map<String, Object> json(GateResult result) {
        return Json.object(
                "metric", result.gate().metric().name(),
                "threshold", result.gate().threshold(),
                "value", result.value(),
                "ci95", List.of(result.interval().low(), result.interval().high()),
                "passed", result.passed());
    }
}
