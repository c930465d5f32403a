package io.github.emotion4j.cli;

import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The data that a command puts a model to. */
public final class LabelledData {

    @Option(names = "--data", paramLabel = "DATA", required = true, description = "File, 'sample' or hub data set.")
    private String data;

    @Mixin
    private SplitOptions split;

    /**
     * The options of one command.
     *
     * @param split the one that is read where none is named
     */
    public LabelledData(String split) {
        this.split = new SplitOptions(split);
    }

    /** As it was given: file, {@code sample} or hub data set. */
    public String name() {
        return data;
    }

    /** The name of the split. */
    public String split() {
        return split.name();
    }

    /** The names of {@code --labels}, if there are any. */
    public Optional<Labels> labels() {
        return split.labels();
    }

    /**
     * A model whose labels have names: its own, those of {@code --labels}, or those that this data has for its label numbers.
     *
     * @throws IOException if the data cannot be read
     */
    public Model named(Model model, Session session) throws IOException {
        return LabelNaming.named(model, this, session);
    }

    /** Reads with these options, also other data. */
    public Data reader(Session session) {
        return split.reader(session);
    }

    /**
     * Reads it, labels in the ids that it prescribes itself.
     *
     * @throws IOException if it cannot be read, holds something else, or cannot be fetched
     */
    public Dataset read(Session session) throws IOException {
        return split.read(session, data);
    }

    /**
     * Reads it, labels in the ids of a model.
     *
     * @throws IOException if it cannot be read, holds something else or other labels, or cannot be fetched
     */
    public Dataset read(Session session, Labels labels) throws IOException {
        return reader(session).read(data, split(), labels);
    }
}
