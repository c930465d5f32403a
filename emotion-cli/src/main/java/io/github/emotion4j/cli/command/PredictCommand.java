package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.DataOptions;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.ModelOption;
import io.github.emotion4j.cli.PrecisionOption;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.core.PredictionListener;
import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.format.Texts;
import io.github.emotion4j.eval.chart.BarChart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Labels for texts. */
@Command(
        name = "predict",
        description = "Predict the label of texts, with the probabilities of all labels.",
        footer = {"", "Example: emotion predict --model my-model \"i feel wonderful\""})
public final class PredictCommand implements Callable<Integer> {

    private static final int WINDOW = 1024;
    private static final int BAR = 32;

    private final Session session;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A text a line (.txt), or the text column of another format.")
    private Path file;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Draw the probabilities of the first text.")
    private Path plot;

    @Option(
            names = "--min-confidence",
            paramLabel = "P",
            defaultValue = "0",
            description = "Answer \"uncertain\" below this probability (default: ${DEFAULT-VALUE}).")
    private double minConfidence;

    @Mixin
    private PrecisionOption precision;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "32",
            description = "Texts computed together (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Texts; '-' reads one a line from standard input.")
    private List<String> texts = List.of();

    PredictCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        ClassifierOptions options = options();
        Model loaded = model.read(model.locate(session));
        try (var predictor = EmotionClassifier.of(loaded, options, PredictionListener.NONE)) {
            if (file != null) {
                try (Texts source = Texts.open(file, session.reading(dataOptions))) {
                    answer(predictor, source, WINDOW);
                }
            } else if (texts.equals(List.of("-"))) {
                var reader = new BufferedReader(new InputStreamReader(
                        System.in, session.reading(dataOptions).charset().newDecoder()));
                // A person who types line by line gets answers line by line.
                int window = session.terminal().outIsTerminal() ? 1 : WINDOW;
                answer(predictor, reader.lines().iterator(), window);
            } else {
                answer(predictor, texts.iterator(), WINDOW);
            }
            noteCut(predictor.cut(), predictor.maxLength());
        }
        return 0;
    }

    private void noteCut(long count, int limit) {
        if (count > 0) {
            session.output()
                    .note((count == 1 ? "1 text was" : count + " texts were") + " longer than " + limit + " tokens and "
                            + (count == 1 ? "was" : "were") + " cut");
        }
    }

    /** Everything that can be wrong with the command line, before a model is loaded or fetched. */
    private ClassifierOptions options() throws IOException {
        if ((file == null) == texts.isEmpty()) {
            throw Problem.usage("give texts, '-' or --file FILE");
        }
        if (file != null && (Files.isDirectory(file) || !Files.exists(file))) {
            throw Problem.data(
                    file + (Files.exists(file) ? ": is a directory, expected a file of texts" : ": no such file"));
        }
        if (plot != null) {
            if (file != null) {
                Data.requireOther("--plot", plot, file.toString());
            }
            AtomicFile.requirePlace(plot);
        }
        try {
            return ClassifierOptions.defaults()
                    .withBatchSize(batchSize)
                    .withMinConfidence(minConfidence)
                    .withPrecision(precision.value());
        } catch (IllegalArgumentException e) {
            throw Problem.usage(e.getMessage());
        }
    }

    /** Window by window, so that the texts may be a stream larger than memory. */
    private void answer(EmotionClassifier predictor, Iterator<String> source, int size) throws IOException {
        boolean first = true;
        while (source.hasNext()) {
            var window = new ArrayList<String>();
            while (source.hasNext() && window.size() < size) {
                window.add(source.next());
            }
            List<Prediction> answers = predictor.predict(window);
            if (first && plot != null) {
                draw(answers.get(0));
            }
            first = false;
            for (int at = 0; at < answers.size(); at++) {
                print(window.get(at), answers.get(at));
            }
            if (session.terminal().out().checkError()) {
                return; // nobody reads on, as in "emotion predict … | head"
            }
        }
    }

    private void draw(Prediction answer) throws IOException {
        if (answer.isRejected()) {
            throw Problem.data("nothing to draw: " + answer.rejection().get());
        }
        byte[] svg = BarChart.of(answer).standalone().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(plot, channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(svg)));
    }

    private void print(String text, Prediction answer) {
        if (answer.isRejected()) {
            session.output()
                    .result(
                            Json.object(
                                    "label",
                                    null,
                                    "score",
                                    null,
                                    "scores",
                                    null,
                                    "rejected",
                                    answer.rejection().get()),
                            () -> text + System.lineSeparator() + "  rejected: "
                                    + answer.rejection().get());
            return;
        }
        String label = answer.uncertain() ? "uncertain" : answer.label();
        Map<String, Object> json = Json.object("label", label, "score", answer.score(), "scores", answer.scores());
        if (minConfidence > 0) {
            json.put("uncertain", answer.uncertain());
        }
        session.output()
                .result(
                        json,
                        () -> text
                                + System.lineSeparator()
                                + String.format(
                                        Locale.ROOT,
                                        "  %s, %.1f %%%n",
                                        session.output().paint().bold(label),
                                        answer.score() * 100)
                                + BarChart.text(answer, BAR)
                                        .stripTrailing()
                                        .indent(2)
                                        .stripTrailing());
    }
}
