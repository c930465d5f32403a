package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.cli.SplitOptions;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.format.Datasets;
import io.github.emotion4j.data.format.ReadOptions;
import io.github.emotion4j.eval.errors.Corrections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts labels that a person corrected back into the data. */
@Command(
        name = "correct",
        description = {
            "Apply the reviewed labels of 'errors --suspects --out'.",
            "Every row of a text gets the label that the file gives it; the label '-' leaves the text out;"
                    + " texts with several labels in the file stay as they are."
        },
        footer = {
            "",
            "Example: emotion data correct sample --split validation \\",
            "           --corrections review.csv --out corrected.txt"
        })
public final class DataCorrectCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "DATA", description = "File, 'sample' or hub data set.")
    private String data;

    @Option(
            names = "--corrections",
            paramLabel = "FILE.csv",
            required = true,
            description = "Columns text and label, as reviewed.")
    private Path corrections;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
    private Path out;

    @Mixin
    private SplitOptions split = new SplitOptions("train");

    DataCorrectCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Data.requireOther("--out", out, corrections.toString());
        Data reader = split.reader(session);
        Dataset rows = reader.read(data, split.name());
        var reviewed = Corrections.of(Datasets.read(
                List.of(corrections), ReadOptions.defaults(), reader.notes().listener(corrections.toString())));
        Dataset corrected;
        try {
            corrected = reviewed.apply(rows);
        } catch (IllegalArgumentException e) {
            throw Problem.data(corrections + ": " + e.getMessage());
        }
        int changed = 0;
        for (int row = 0; row < rows.size(); row++) {
            String label = rows.labels().name(rows.labelId(row));
            String wanted = reviewed.labelOf().getOrDefault(rows.text(row), label);
            changed += !wanted.equals(label) && !wanted.equals(Corrections.REMOVE) ? 1 : 0;
        }
        Datasets.write(corrected, out);
        int relabelled = changed;
        int removed = rows.size() - corrected.size();
        Map<String, Object> json = Json.object("rows", corrected.size(), "relabelled", relabelled, "removed", removed);
        reader.notes().addTo(json);
        session.output()
                .result(
                        json,
                        () -> corrected.size() + " rows in " + out + ": " + relabelled + " relabelled, " + removed
                                + " removed");
        return 0;
    }
}
