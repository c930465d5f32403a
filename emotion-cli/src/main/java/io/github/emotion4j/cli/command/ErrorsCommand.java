package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.DataOptions;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.errors.TextLoss;
import io.github.emotion4j.eval.experiment.Predictor;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The texts that a model finds hardest, or easiest. */
@Command(
        name = "errors",
        description = "Show the texts with the highest (or lowest) loss: wrong labels, hard cases, shortcuts.",
        footer = {"", "Example: emotion errors --model my-model --data validation.txt --top 20"})
public final class ErrorsCommand implements Callable<Integer> {

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
            defaultValue = "validation",
            description = "Which split, where the data has several (default: ${DEFAULT-VALUE}).")
    private String split;

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

    ErrorsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw Problem.usage("--top must be >= 1, found " + top);
        }
        try (Predictor predictor = Predictor.load(
                new Models(session).locate(model), ClassifierOptions.defaults().withBatchSize(64))) {
            Dataset rows = new Data(session, dataOptions).read(data, split, predictor.labels());
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
        return 0;
    }
}
