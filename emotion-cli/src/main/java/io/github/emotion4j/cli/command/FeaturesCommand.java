package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.LabelledData;
import io.github.emotion4j.cli.ModelOption;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.features.NpyFile;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.eval.WholeFile;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.experiment.FrozenFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "Example: emotion features --model all-MiniLM-L6-v2 --pooling mean \\",
            "           --data sample --out train.npy"
        })
public final class FeaturesCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private ModelOption model;

    @Mixin
    private LabelledData data = new LabelledData("train");

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
        String name = out.getFileName().toString().replaceFirst("\\.npy$", "");
        Path labelFile = out.resolveSibling(name + ".labels.txt");
        for (Path result : List.of(out, labelFile)) {
            Data.requireOther("--out", result, data.name());
            AtomicFile.requirePlace(result);
        }
        Dataset rows = data.read(session);
        Path path = model.locate(session);
        Model read = model.read(path).withPooling(pooling);
        long start = System.nanoTime();
        Features features;
        boolean cached;
        try (var frozen = new FrozenFeatures(read, Optional.of(KeptFeatures.of(read)));
                Progress progress = session.output().progress("encoding", "texts")) {
            features = frozen.of(rows.texts(), (done, total) -> progress.update(done, total, ""));
            cached = !frozen.computed();
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        NpyFile.write(out, new NpyFile.Matrix(features.values(), rows.size(), features.columns()));
        String labels = IntStream.range(0, rows.size())
                .mapToObj(row -> rows.labels().name(rows.labelId(row)) + "\n")
                .collect(Collectors.joining());
        WholeFile.write(labelFile, labels);
        Map<String, Object> json = Json.object(
                "rows",
                rows.size(),
                "columns",
                features.columns(),
                "seconds",
                seconds,
                "texts_per_second",
                rows.size() / seconds,
                "cached",
                cached);
        data.reader(session).notes().addTo(json);
        session.output()
                .result(
                        json,
                        () -> String.format(
                                Locale.ROOT,
                                "%d x %d in %s, %.1f s, %s",
                                rows.size(),
                                features.columns(),
                                out,
                                seconds,
                                cached
                                        ? "kept from an earlier run"
                                        : String.format(Locale.ROOT, "%.0f texts a second", rows.size() / seconds)));
        return 0;
    }
}
