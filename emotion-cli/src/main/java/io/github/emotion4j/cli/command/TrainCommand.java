package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.DataOptions;
import io.github.emotion4j.cli.ModelOption;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.WeightFile;
import io.github.emotion4j.core.model.WholeDirectory;
import io.github.emotion4j.core.train.Options;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.split.Balance;
import io.github.emotion4j.eval.classifier.ClassifierKind;
import io.github.emotion4j.eval.experiment.Experiment;
import io.github.emotion4j.eval.experiment.Outcome;
import io.github.emotion4j.eval.experiment.Splits;
import io.github.emotion4j.eval.experiment.TrainingCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model. */
@Command(
        name = "train",
        description = "Train on a checkpoint: fine-tune it, or put a classifier on its frozen features.",
        footer = {
            "",
            "Example: emotion train --model all-MiniLM-L6-v2 --learning-rate 1e-4 \\",
            "           --train sample --validation sample --out my-model",
            "Example: emotion train --model all-MiniLM-L6-v2 --method features \\",
            "           --pooling mean --train train.csv --test test.csv --out my-model"
        })
public final class TrainCommand implements Callable<Integer> {

    enum Method {
        finetune,
        features,
        baseline
    }

    private final Session session;
    private final Map<String, Dataset> unbalanced = new LinkedHashMap<>(); // by split, as read

    @Mixin
    private ModelOption model;

    @Option(
            names = "--method",
            paramLabel = "finetune|features|baseline",
            defaultValue = "finetune",
            description = "How to train (default: ${DEFAULT-VALUE}).")
    private Method method;

    @Option(names = "--train", paramLabel = "DATA", required = true, description = "What to learn from.")
    private String train;

    @Option(names = "--validation", paramLabel = "DATA", description = "What to choose the best epoch by.")
    private String validation;

    @Option(names = "--test", paramLabel = "DATA", description = "What to judge by, in the end.")
    private String test;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The model directory to write.")
    private Path out;

    @Option(
            names = "--pooling",
            paramLabel = "cls|mean",
            defaultValue = "cls",
            description = "Token 0 or the mean (default: ${DEFAULT-VALUE}).")
    private Pooling pooling;

    @Option(
            names = "--classifier",
            paramLabel = "logistic|forest|network",
            defaultValue = "logistic",
            description = "On frozen features (default: ${DEFAULT-VALUE}).")
    private String classifier;

    @Option(
            names = "--balance",
            paramLabel = "none|oversample|undersample",
            defaultValue = "none",
            description = "Of the training data (default: ${DEFAULT-VALUE}).")
    private Balance balance;

    @Option(
            names = "--resume",
            description =
                    "Go on from the newest saved state of an interrupted run with this --out; without one it begins anew.")
    private boolean resume;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private DataOptions dataOptions;

    TrainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        ClassifierKind kind = kind();
        Options options = training.options(pooling, session.options().seed());
        if (method == Method.finetune && options.earlyStopping() > 0 && validation == null) {
            throw Problem.usage("--early-stopping looks at the validation data; give it with --validation DATA");
        }
        Data.requireOther("--out", out, model.name());
        WholeDirectory.requireFree(out);
        Path path = model.locate(session);
        Model start = model.read(path).withPooling(pooling);
        training.requireFit(start.checkpoint().config());
        Splits splits = splits(start);
        training.requireFit(splits.train());
        Path run = out.resolveSibling(out.getFileName() + ".run");
        if (resume && method != Method.finetune) {
            session.output().note("--method " + method + " keeps no states of a run: it begins anew");
        }
        Outcome outcome = train(start, splits, kind, options, run);
        Outcome told = outcome.withModel(outcome.model().withTraining(account(path, options)));
        told.save(
                out,
                TrainingCard.of(out.getFileName().toString(), Cards.base(model.name()), train, unbalanced, told),
                List.of(run.resolve("metrics.jsonl")));
        remove(run);
        session.output().result(json(outcome), () -> human(outcome));
        return 0;
    }

    private Outcome train(Model start, Splits splits, ClassifierKind kind, Options options, Path run)
            throws IOException {
        switch (method) {
            case baseline:
                return Experiment.baseline(start, splits);
            case features:
                try (Progress progress = session.output().progress("encoding", "texts")) {
                    return Experiment.features(
                            start,
                            splits,
                            kind,
                            session.options().seed(),
                            Optional.of(KeptFeatures.of(start)),
                            (done, total) -> progress.update(done, total, ""));
                }
            default:
                var interrupted = new InterruptedRun(run, session.terminal().err());
                try (var progress = new TrainingProgress(session.output(), resume)) {
                    return Experiment.finetune(start, splits, options, progress, Optional.of(run), resume);
                } finally {
                    interrupted.close();
                }
        }
    }

    private ClassifierKind kind() {
        try {
            return ClassifierKind.parse(classifier);
        } catch (IllegalArgumentException e) {
            throw Problem.usage(e.getMessage());
        }
    }

    /** All data is read before anything is computed, so that an unknown label in the test file costs no hour. */
    private Splits splits(Model start) throws IOException {
        var data = new Data(session, dataOptions);
        Dataset rows = data.read(train, "train");
        data.notes().alike(rows.labels().lookalikes());
        Optional<Labels> known =
                start.checkpoint().labels().filter(labels -> data.labels().isEmpty());
        if (known.isPresent()
                && new HashSet<>(known.get().names())
                        .equals(new HashSet<>(rows.labels().names()))) {
            rows = data.read(train, "train", known.get());
        }
        Labels labels = rows.labels();
        if (Arrays.stream(rows.labelCounts()).filter(count -> count > 0).count() < 2) {
            throw Problem.data(train + ": all " + rows.size() + " texts have the label '"
                    + rows.labels().name(rows.labelId(0)) + "'; expected at least two labels to tell apart");
        }
        unbalanced.put("train", rows);
        if (validation != null) {
            unbalanced.put("validation", data.read(validation, "validation", labels));
        }
        if (test != null) {
            unbalanced.put("test", data.read(test, "test", labels));
        }
        return new Splits(
                balance.apply(rows, session.options().seed()),
                Optional.ofNullable(unbalanced.get("validation")),
                Optional.ofNullable(unbalanced.get("test")));
    }

    private Map<String, Object> account(Path path, Options options) throws IOException {
        var account = new LinkedHashMap<String, Object>();
        account.put("method", method.name());
        account.put("checkpoint", model.name());
        account.put("checkpoint_sha256", WeightFile.of(path).sha256());
        put(account, "train", train);
        put(account, "validation", validation);
        put(account, "test", test);
        account.put("seed", session.options().seed());
        account.put("balance", balance.name());
        if (method == Method.features) {
            account.put("classifier", classifier);
        }
        if (method == Method.finetune) {
            account.putAll(options.account());
        }
        account.putAll(Machine.facts());
        return account;
    }

    private void put(Map<String, Object> account, String split, String data) throws IOException {
        account.put(split, data == null ? "" : data);
        if (data != null) {
            account.put(
                    split + "_sha256",
                    Fingerprint.of(new Data(session, dataOptions), data, split, unbalanced.get(split)));
        }
    }

    private Map<String, Object> json(Outcome outcome) {
        Map<String, Object> json = outcome.summary();
        json.put("model", out.toString());
        dataOptions.notes(session).addTo(json);
        return json;
    }

    private String human(Outcome outcome) {
        var lines = new ArrayList<String>();
        outcome.evaluations().forEach((split, evaluation) -> lines.add(split + ": " + Metrics.line(evaluation)));
        outcome.warnings().forEach(warning -> lines.add("warning: " + warning));
        lines.add(String.format(java.util.Locale.ROOT, "model in %s, %.1f s", out, outcome.seconds()));
        return String.join("\n", lines);
    }

    static void remove(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> content = Files.walk(directory)) {
                for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
