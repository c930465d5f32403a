package io.github.emotion4j.cli;

import io.github.emotion4j.data.Dataset;
import java.io.IOException;
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
