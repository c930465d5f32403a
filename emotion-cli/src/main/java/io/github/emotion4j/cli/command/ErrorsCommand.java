package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.LabelNaming;
import io.github.emotion4j.cli.LabelledData;
import io.github.emotion4j.cli.ModelOption;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.PredictionListener;
import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.statistics.RepeatedText;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.errors.Corrections;
import io.github.emotion4j.eval.errors.TextLoss;
import io.github.emotion4j.eval.experiment.FrozenFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The texts that a model finds hardest, or easiest. */
@Command(
        name = "errors",
        description = "Show the texts with the highest (or lowest) loss: wrong labels, hard cases, shortcuts.",
        footer = {
            "",
            "Example: emotion errors --model my-model --data sample --top 20",
            "Example: emotion errors --model all-MiniLM-L6-v2 --data sample \\",
            "           --suspects --out review.csv"
        })
public final class ErrorsCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private ModelOption model;

    @Mixin
    private LabelledData data = new LabelledData("validation");

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--order",
            paramLabel = "highest|lowest",
            defaultValue = "highest",
            description = "Which end (default: ${DEFAULT-VALUE}).")
    private TextLoss.Order order;

    @Option(
            names = "--suspects",
            description = {
                "Instead, labels that are probably wrong and texts that contradict themselves. The model may be a checkpoint without a head:",
                "hidden states that were not trained on these labels see best."
            })
    private boolean suspects;

    @Option(
            names = "--out",
            paramLabel = "FILE.csv",
            description = "With --suspects: write all for review; 'data correct' takes the file back.")
    private Path out;

    ErrorsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw Problem.usage("--top must be >= 1, found " + top);
        }
        if (out != null && !suspects) {
            throw Problem.usage("--out goes with --suspects");
        }
        if (out != null) {
            Data.requireOther("--out", out, data.name());
            AtomicFile.requirePlace(out);
        }
        if (suspects) {
            review();
        } else {
            losses();
        }
        return 0;
    }

    private void review() throws IOException {
        Path path = model.locate(session);
        Dataset rows = data.read(session);
        Model read = model.read(path);
        if (read.checkpoint().head().isEmpty()) {
            read = read.withPooling(Pooling.MEAN); // of an encoder without a task, token 0 says little
        }
        WrongLabels found;
        try (Progress progress = session.output().progress("encoding", "texts");
                var states = new FrozenFeatures(read, Optional.of(KeptFeatures.of(read)))) {
            if (rows.size() > WrongLabels.MOST) {
                throw Problem.usage(String.format(
                        Locale.ROOT,
                        "--suspects takes at most %,d texts, found %,d; give a part of the data",
                        WrongLabels.MOST,
                        rows.size()));
            }
            found = WrongLabels.among(
                    "of " + data.name(),
                    rows,
                    states.of(rows.texts(), (done, total) -> progress.update(done, total, "")),
                    session.options().seed());
        }
        var doubts = new LinkedHashMap<Integer, Corrections.Doubt>();
        found.doubts().forEach(doubt -> doubts.put(doubt.row(), doubt));
        List<RepeatedText> repeated = RepeatedText.of(Map.of(data.split(), rows));
        Corrections.doubts(repeated, data.split()).forEach(doubt -> doubts.putIfAbsent(doubt.row(), doubt));
        session.output().note(found.note());
        if (out == null) {
            if (doubts.isEmpty()) {
                session.output().note("No label is in doubt.");
            }
            doubts.values().stream().limit(top).forEach(this::show);
        } else {
            Corrections.export(List.copyOf(doubts.values()), out);
            Map<String, Object> json = Json.object("rows", rows.size(), "doubts", doubts.size(), "out", out.toString());
            data.reader(session).notes().addTo(json);
            session.output()
                    .result(
                            json,
                            () -> doubts.size() + " rows of " + rows.size() + " in " + out
                                    + "; change the column 'label', then: emotion data correct");
        }
    }

    private void show(Corrections.Doubt doubt) {
        session.output()
                .result(
                        Json.object(
                                "row", doubt.row(),
                                "text", doubt.text(),
                                "label", doubt.label(),
                                "suggested", doubt.suggested(),
                                "why", doubt.why()),
                        () -> String.format(
                                Locale.ROOT,
                                "%7d  %-10s %-10s %s  %s",
                                doubt.row() + 1,
                                doubt.label(),
                                doubt.suggested(),
                                doubt.why(),
                                doubt.text()));
    }

    private void losses() throws IOException {
        Model read = data.named(model.read(model.locate(session)), session);
        if (read.featureHead().isEmpty()) {
            read.labels(); // says what is missing: those of the data cannot be compared with numbers
        }
        try (var predictor =
                EmotionClassifier.of(read, ClassifierOptions.defaults().withBatchSize(64), PredictionListener.NONE)) {
            LabelNaming.requireSame(data.labels(), predictor.labels());
            Dataset rows = data.read(session, predictor.labels());
            var evaluation = Evaluation.of(rows.labels(), rows.labelIds(), predictor.predict(rows.texts()));
            for (TextLoss text : TextLoss.of(evaluation, rows.texts(), order, top)) {
                session.output()
                        .result(
                                Json.object(
                                        "text", text.text(),
                                        "label", text.label(),
                                        "predicted", text.predicted(),
                                        "probability", text.probability(),
                                        "loss", text.loss()),
                                () -> String.format(
                                        Locale.ROOT,
                                        "%7.3f  %-10s %-10s %4.0f %%  %s",
                                        text.loss(),
                                        text.label(),
                                        text.predicted(),
                                        text.probability() * 100,
                                        text.text()));
            }
        }
    }
}
