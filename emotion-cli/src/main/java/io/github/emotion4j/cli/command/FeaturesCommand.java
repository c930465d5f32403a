package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.DataOptions;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.features.NpyFile;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.experiment.FrozenFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Hidden states as a matrix for other tools. */
@Command(
        name = "features",
        description = "Write the hidden states of texts as a float32 matrix for NumPy, and their labels beside it.",
        footer = {
            "",
            "Example: emotion features --model all-MiniLM-L6-v2 --data train.txt --out train.npy --pooling mean"
        })
public final class FeaturesCommand implements Callable<Integer> {

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
            defaultValue = "train",
            description = "Which split, where the data has several (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(
            names = "--out",
            paramLabel = "FILE.npy",
            required = true,
            description = "The matrix; labels go to FILE.labels.txt.")
    private Path out;

    @Option(
            names = "--pooling",
            paramLabel = "cls|mean",
            defaultValue = "cls",
            description = "Token 0 or the mean (default: ${DEFAULT-VALUE}).")
    private Pooling pooling;

    FeaturesCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Dataset rows = new Data(session, dataOptions).read(data, split);
        Model read = ModelDirectory.read(new Models(session).locate(model)).withPooling(pooling);
        long start = System.nanoTime();
        Features features;
        try (var frozen = new FrozenFeatures(read, Optional.empty());
                Progress progress = session.output().progress("encoding")) {
            features = frozen.of(rows.texts(), (done, total) -> progress.update(done, total, "texts"));
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        NpyFile.write(out, new NpyFile.Matrix(features.values(), rows.size(), features.columns()));
        String name = out.getFileName().toString().replaceFirst("\\.npy$", "");
        Files.write(
                out.resolveSibling(name + ".labels.txt"),
                IntStream.range(0, rows.size())
                        .mapToObj(row -> rows.labels().name(rows.labelId(row)))
                        .toList());
        session.output()
                .result(
                        Json.object(
                                "rows",
                                rows.size(),
                                "columns",
                                features.columns(),
                                "seconds",
                                seconds,
                                "texts_per_second",
                                rows.size() / seconds),
                        () -> String.format(
                                Locale.ROOT,
                                "%d x %d in %s, %.1f s, %.0f texts a second",
                                rows.size(),
                                features.columns(),
                                out,
                                seconds,
                                rows.size() / seconds));
        return 0;
    }
}
