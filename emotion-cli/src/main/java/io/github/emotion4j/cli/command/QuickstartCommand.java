package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.features.FeatureCache;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.model.WeightFile;
import io.github.emotion4j.core.model.WholeDirectory;
import io.github.emotion4j.core.train.Options;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.sample.SampleData;
import io.github.emotion4j.data.statistics.RepeatedText;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.classifier.ClassifierKind;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.experiment.Experiment;
import io.github.emotion4j.eval.experiment.FrozenFeatures;
import io.github.emotion4j.eval.experiment.Outcome;
import io.github.emotion4j.eval.experiment.Splits;
import io.github.emotion4j.eval.experiment.TrainingCard;
import io.github.emotion4j.eval.report.Report;
import io.github.emotion4j.eval.report.ReportData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
        AtomicFile.requireFolder(out.resolve("report"));
        Path checkpoint = new Models(session).locate(CHECKPOINT);
        Model start = ModelDirectory.read(checkpoint);
        var splits =
                new Splits(SampleData.train(), Optional.of(SampleData.validation()), Optional.of(SampleData.test()));
        Outcome baseline = Experiment.baseline(start, splits);
        Frozen frozen = frozen(start.withPooling(Pooling.MEAN), splits);
        Options options = Options.defaults()
                .withEpochs(4)
                .withBatchSize(16)
                .withLearningRate(2e-4)
                .withWarmupRatio(0.1)
                .withPooling(Pooling.MEAN)
                .withSeed(session.options().seed());
        Outcome finetuned;
        try (var progress = new TrainingProgress(session.output(), false)) {
            finetuned = Experiment.finetune(start, splits, options, progress, Optional.empty(), false);
        }
        var account = new LinkedHashMap<String, Object>();
        account.put("method", "finetune");
        account.put("checkpoint", CHECKPOINT);
        account.put("checkpoint_sha256", WeightFile.of(checkpoint).sha256());
        account.put("data", "sample");
        data(splits).forEach((name, rows) -> account.put(name + "_sha256", Fingerprint.of(rows)));
        account.put("seed", session.options().seed());
        account.putAll(options.account());
        account.putAll(Machine.facts());
        Outcome told = finetuned.withModel(finetuned.model().withTraining(account));
        told.save(
                folder, TrainingCard.of("quickstart", Cards.base(CHECKPOINT), "sample", data(splits), told), List.of());
        Path report = report(baseline, frozen, told, splits);
        List<Prediction> answers;
        try (var predictor = EmotionClassifier.load(folder)) {
            answers = predictor.predict(TEXTS);
        }
        Outcome features = frozen.outcome();
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

    /**
     * What came of frozen features.
     *
     * @param features of the training texts
     * @param tokens of each training text
     * @param limit the most tokens that the model takes
     */
    private record Frozen(Outcome outcome, Features features, int[] tokens, int limit) {}

    /** The hidden states are computed once, for the classifier, the map and the search for wrong labels. */
    private Frozen frozen(Model start, Splits splits) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(out), ".features");
        var kept = Optional.of(new FrozenFeatures.Cached(new FeatureCache(folder, Long.MAX_VALUE), CHECKPOINT));
        List<String> texts = splits.train().texts();
        try (Progress progress = session.output().progress("encoding", "texts");
                var states = new FrozenFeatures(start, kept);
                var tokenizer = start.openTokenizer()) {
            Outcome outcome = Experiment.features(
                    start,
                    splits,
                    ClassifierKind.LOGISTIC,
                    session.options().seed(),
                    kept,
                    (done, total) -> progress.update(done, total, ""));
            return new Frozen(
                    outcome,
                    states.of(texts, FrozenFeatures.Progress.NONE),
                    tokenizer.encode(texts).stream()
                            .mapToInt(encoding -> encoding.length() + encoding.dropped())
                            .toArray(),
                    tokenizer.maxLength());
        } finally {
            TrainCommand.remove(folder);
        }
    }

    private static Map<String, Dataset> data(Splits splits) {
        var data = new LinkedHashMap<String, Dataset>();
        data.put("train", splits.train());
        splits.validation().ifPresent(rows -> data.put("validation", rows));
        splits.test().ifPresent(rows -> data.put("test", rows));
        return data;
    }

    private Path report(Outcome baseline, Frozen frozen, Outcome finetuned, Splits splits) throws IOException {
        Map<String, String> provenance = finetuned.model().trainingInWords();
        provenance.put(
                "seconds",
                String.format(
                        Locale.ROOT,
                        "frozen features %.1f, fine-tuning %.1f",
                        frozen.outcome().seconds(),
                        finetuned.seconds()));
        Map<String, Dataset> data = data(splits);
        var epochs = finetuned.epochs().stream()
                .map(epoch -> new ReportData.Epoch(
                        epoch.epoch(),
                        epoch.trainLoss(),
                        epoch.validation().orElseThrow().loss(),
                        epoch.validation().orElseThrow().accuracy(),
                        epoch.validation().orElseThrow().macroF1()))
                .toList();
        int[] rows = IntStream.range(0, splits.train().size()).toArray();
        WrongLabels wrong = WrongLabels.among(
                "of the split train",
                splits.train(),
                frozen.features(),
                session.options().seed());
        var told = ReportData.of(
                        "Quickstart on the sample",
                        "fine-tuned",
                        test(finetuned),
                        data.get("test").texts())
                .withReference("baseline", test(baseline))
                .withReference("frozen features", test(frozen.outcome()))
                .withData(Pictures.of(
                        data,
                        rows,
                        frozen.features(),
                        frozen.tokens(),
                        frozen.limit(),
                        session.options().seed()))
                .withRepeated(RepeatedText.of(data))
                .withSuspects(wrong.doubts(), wrong.note())
                .withEpochs(epochs)
                .withWarnings(finetuned.warnings())
                .withProvenance(provenance);
        Optional<ReportData.Calibration> calibration = finetuned.calibration("test");
        if (calibration.isPresent()) {
            told = told.withCalibration(calibration.get());
        }
        return Report.write(out.resolve("report"), told);
    }

    /** By the model as it is saved, with its temperature. */
    private static Evaluation test(Outcome outcome) {
        return outcome.calibrated("test").orElseThrow();
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
