package io.github.emotion4j.cli;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which split of its data a command reads, and how. */
public final class SplitOptions {

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Which split, where the data has several (default: ${DEFAULT-VALUE}).")
    private String split;

    @Mixin
    private DataOptions files;

    /**
     * The options of one command.
     *
     * @param split the one that is read where none is named
     */
    public SplitOptions(String split) {
        this.split = split;
    }

    /** The split's name. */
    public String name() {
        return split;
    }

    /** The names of {@code --labels}, if there are any. */
    Optional<Labels> labels() {
        return files.labels();
    }

    /** Reads with these options. */
    public Data reader(Session session) {
        return new Data(session, files);
    }

    /**
     * Reads the split.
     *
     * @param data file, {@code sample} or hub data set
     * @throws IOException if it cannot be read, holds something else, or cannot be fetched
     */
    public Dataset read(Session session, String data) throws IOException {
        return reader(session).read(data, split);
    }
}
