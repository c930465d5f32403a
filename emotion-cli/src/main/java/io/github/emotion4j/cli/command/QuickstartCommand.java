package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.model.WholeDirectory;
import io.github.emotion4j.core.train.Options;
import io.github.emotion4j.data.sample.SampleData;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.classifier.ClassifierKind;
import io.github.emotion4j.eval.errors.RepeatedText;
import io.github.emotion4j.eval.experiment.Experiment;
import io.github.emotion4j.eval.experiment.Outcome;
import io.github.emotion4j.eval.experiment.Predictor;
import io.github.emotion4j.eval.experiment.Splits;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole way on the embedded checkpoint and sample, nothing downloaded. */
@Command(
        name = "quickstart",
        description =
                "Train three ways on the embedded checkpoint and sample, compare, report, predict. Downloads nothing.",
        footer = {"", "Example: emotion quickstart --out quickstart"})
public final class QuickstartCommand implements Callable<Integer> {

    private static final String CHECKPOINT = "all-MiniLM-L6-v2";
    private static final List<String> TEXTS = List.of(
            "i can't stop smiling since the letter came",
            "why would you read my diary?!",
            "the house creaks and i am alone tonight");

    private final Session session;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "quickstart",
            description = "Where model and report go (default: ${DEFAULT-VALUE}).")
    private Path out;

    QuickstartCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = out.resolve("model");
        WholeDirectory.requireFree(folder);
        Model start = ModelDirectory.read(new Models(session).locate(CHECKPOINT));
        var splits =
                new Splits(SampleData.train(), Optional.of(SampleData.validation()), Optional.of(SampleData.test()));
        Outcome baseline = Experiment.baseline(start, splits);
        Outcome features;
        try (Progress progress = session.output().progress("encoding")) {
            features = Experiment.features(
                    start.withPooling(Pooling.MEAN),
                    splits,
                    ClassifierKind.LOGISTIC,
                    session.options().seed(),
                    Optional.empty(),
                    (done, total) -> progress.update(done, total, "texts"));
        }
        Options options = Options.defaults()
                .withEpochs(4)
                .withBatchSize(16)
                .withLearningRate(2e-4)
                .withWarmupRatio(0.1)
                .withPooling(Pooling.MEAN)
                .withSeed(session.options().seed());
        Outcome finetuned;
        try (var progress = new TrainingProgress(session.output())) {
            finetuned = Experiment.finetune(start, splits, options, progress, Optional.empty(), false);
        }
        var account = new LinkedHashMap<String, Object>(Machine.facts());
        account.put("method", "finetune");
        account.put("checkpoint", CHECKPOINT);
        account.put("train", "sample");
        account.put("options", options.toString());
        ModelDirectory.write(finetuned.model().withTraining(account), folder);
        Path report = report(baseline, features, finetuned, splits, account);
        List<Prediction> answers;
        try (Predictor predictor = Predictor.load(folder, ClassifierOptions.defaults())) {
            answers = predictor.predict(TEXTS);
        }
        session.output()
                .result(
                        Json.object(
                                "baseline", scores(baseline),
                                "features", scores(features),
                                "finetune", scores(finetuned),
                                "report", report.toString(),
                                "model", folder.toString()),
                        () -> human(baseline, features, finetuned, report, folder, answers));
        return 0;
    }

    private Path report(
            Outcome baseline, Outcome features, Outcome finetuned, Splits splits, Map<String, Object> account)
            throws IOException {
        var provenance = new LinkedHashMap<String, String>();
        account.forEach((key, value) -> provenance.put(key, String.valueOf(value)));
        var data = new LinkedHashMap<String, io.github.emotion4j.data.Dataset>();
        data.put("train", splits.train());
        data.put("validation", splits.validation().orElseThrow());
        data.put("test", splits.test().orElseThrow());
        var epochs = finetuned.epochs().stream()
                .map(epoch -> new ReportData.Epoch(
                        epoch.epoch(),
                        epoch.trainLoss(),
                        epoch.validation().orElseThrow().loss(),
                        epoch.validation().orElseThrow().accuracy(),
                        epoch.validation().orElseThrow().macroF1()))
                .toList();
        return Report.write(
                out.resolve("report"),
                ReportData.of(
                                "Quickstart on the sample",
                                "fine-tuned",
                                test(finetuned),
                                data.get("test").texts())
                        .withReference("baseline", test(baseline))
                        .withReference("frozen features", test(features))
                        .withData(DataPictures.of(data))
                        .withRepeated(RepeatedText.of(data))
                        .withEpochs(epochs)
                        .withProvenance(provenance));
    }

    private static Evaluation test(Outcome outcome) {
        return outcome.evaluation("test").orElseThrow();
    }

    private static Map<String, Object> scores(Outcome outcome) {
        return Json.object(
                "accuracy", test(outcome).accuracy(),
                "macro_f1", test(outcome).macroF1(),
                "weighted_f1", test(outcome).weightedF1());
    }

    private String human(
            Outcome baseline, Outcome features, Outcome finetuned, Path report, Path model, List<Prediction> answers) {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-36s %9s %9s %9s%n",
                "180 test messages, six labels",
                "accuracy",
                "macro F1",
                "seconds"));
        text.append(row("most frequent label", baseline));
        text.append(row("logistic regression, frozen features", features));
        text.append(row("fine-tuned", finetuned)).append(System.lineSeparator());
        for (int at = 0; at < answers.size(); at++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-44s %s, %.0f %%%n",
                    TEXTS.get(at),
                    answers.get(at).label(),
                    answers.get(at).score() * 100));
        }
        text.append(String.format(Locale.ROOT, "%nreport  %s%nmodel   %s", report, model));
        return text.toString();
    }

    private static String row(String name, Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%-36s %9.3f %9.3f %9.1f%n",
                name,
                test(outcome).accuracy(),
                test(outcome).macroF1(),
                outcome.seconds());
    }
}
