package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.cli.SplitOptions;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.format.Datasets;
import io.github.emotion4j.data.split.Balance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Any format to any other. */
@Command(
        name = "convert",
        description = "Convert data into the format that the name of the output tells, row by row; balance labels.",
        footer = {"", "Example: emotion data convert sample --out train.jsonl.gz"})
public final class DataConvertCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "DATA", description = "File, 'sample' or hub data set.")
    private String data;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write.")
    private Path out;

    @Mixin
    private SplitOptions split = new SplitOptions("train");

    @Option(
            names = "--balance",
            paramLabel = "none|oversample|undersample",
            defaultValue = "none",
            description =
                    "Make all labels equally frequent, in random order; for training data only (default: ${DEFAULT-VALUE}).")
    private Balance balance;

    DataConvertCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Data reader = split.reader(session);
        Optional<Long> converted = balance == Balance.NONE ? reader.convert(data, split.name(), out) : Optional.empty();
        long rows = converted.isPresent() ? converted.get() : balanced(reader);
        Map<String, Object> json = Json.object("rows", rows);
        reader.notes().addTo(json);
        session.output().result(json, () -> rows + " rows in " + out);
        return 0;
    }

    private long balanced(Data reader) throws IOException {
        Dataset all =
                balance.apply(reader.read(data, split.name()), session.options().seed());
        Datasets.write(all, out);
        return all.size();
    }
}
