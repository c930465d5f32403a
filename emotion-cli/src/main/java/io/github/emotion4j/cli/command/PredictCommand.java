package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.DataOptions;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.LabelNaming;
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
import io.github.emotion4j.data.format.ReadListener;
import io.github.emotion4j.data.format.Texts;
import io.github.emotion4j.eval.chart.BarChart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
            description = "A text a line (.txt), or the text column of another format; also a folder of parts.")
    private String file;

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

    /**
     * What is answered next.
     *
     * @param text the text, or the place of a row that has none
     * @param skipped why it has none
     */
    private record Row(String text, Optional<String> skipped) {}

    private final List<Row> window = new ArrayList<>();

    PredictCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        ClassifierOptions options = options();
        Model loaded = LabelNaming.named(model.read(model.locate(session)), dataOptions.labels());
        try (var predictor = EmotionClassifier.of(loaded, options, PredictionListener.NONE)) {
            LabelNaming.requireSame(dataOptions.labels(), predictor.labels());
            if (file != null) {
                var reader = new Data(session, dataOptions);
                try (Texts source = reader.texts(file, inPlace(reader.notes().listener(file)))) {
                    answer(predictor, source, WINDOW);
                }
                reader.notes().done(file);
            } else if (texts.equals(List.of("-"))) {
                var reader = new BufferedReader(new InputStreamReader(
                        System.in,
                        new Data(session, dataOptions).options().charset().newDecoder()));
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
        if (file != null) {
            new Data(session, dataOptions).requireTexts(file);
        }
        if (plot != null) {
            if (file != null) {
                Data.requireOther("--plot", plot, file);
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

    /** A skipped row keeps its place among the answers, so that they stand on the lines of their texts. */
    private ReadListener inPlace(ReadListener told) {
        return new ReadListener() {
            @Override
            public void note(String line) {
                told.note(line);
            }

            @Override
            public void skipped(String place, String problem) {
                told.skipped(place, problem);
                window.add(new Row(place, Optional.of(problem)));
            }
        };
    }

    /** Window by window, so that the texts may be a stream larger than memory. */
    private void answer(EmotionClassifier predictor, Iterator<String> source, int size) throws IOException {
        boolean first = true;
        while (source.hasNext() || !window.isEmpty()) {
            while (window.size() < size && source.hasNext()) {
                window.add(new Row(source.next(), Optional.empty()));
            }
            List<String> taken = window.stream()
                    .filter(row -> row.skipped().isEmpty())
                    .map(Row::text)
                    .toList();
            List<Prediction> answers = taken.isEmpty() ? List.of() : predictor.predict(taken);
            if (first && plot != null && !answers.isEmpty()) {
                draw(answers.get(0));
            }
            first &= answers.isEmpty();
            Iterator<Prediction> next = answers.iterator();
            for (Row row : window) {
                if (row.skipped().isPresent()) {
                    printRejected(row.text(), row.skipped().get());
                } else {
                    print(row.text(), next.next());
                }
            }
            window.clear();
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
            printRejected(text, answer.rejection().get());
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

    private void printRejected(String text, String reason) {
        session.output()
                .result(
                        Json.object("label", null, "score", null, "scores", null, "rejected", reason),
                        () -> text + System.lineSeparator() + "  rejected: " + reason);
    }
}
