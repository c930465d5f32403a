package io.github.emotion4j.cli;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.format.DataFormat;
import io.github.emotion4j.data.format.Datasets;
import io.github.emotion4j.data.format.ReadOptions;
import io.github.emotion4j.data.hub.HubId;
import io.github.emotion4j.data.sample.SampleData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a DATA argument names: a file, {@code sample}, or a data set of the hub. */
public final class Data {

    private static final String SAMPLE = "sample";
    private static final List<String> SPLITS = List.of("train", "validation", "test");

    private final Output output;
    private final ReadOptions options;

    /** Reads data on behalf of a command. */
    public Data(Session session, DataOptions options) {
        this.output = session.output();
        this.options = options.read();
    }

    /**
     * Texts with labels in the ids that the data prescribes, or sorted.
     *
     * @param data file, {@code sample} or id
     * @param split which split, where the data has several
     * @throws IOException if it cannot be read, holds something else, or cannot be fetched
     */
    public Dataset read(String data, String split) throws IOException {
        return read(data, split, Optional.empty());
    }

    /**
     * Texts with labels in the ids of a model.
     *
     * @param labels the model's; another label in the data is an error
     * @throws IOException if it cannot be read, holds something else, or cannot be fetched
     */
    public Dataset read(String data, String split, Labels labels) throws IOException {
        return read(data, split, Optional.of(labels));
    }

    /** The files of a data set, fetched if they are on the hub; none for {@code sample}. */
    public List<Path> files(String data, String split) throws IOException {
        if (data.isBlank()) {
            throw Problem.usage("expected data, found an empty name; give a file, 'sample' or a hub data set");
        }
        if (data.equals(SAMPLE)) {
            return List.of();
        }
        Path path = Path.of(data);
        if (Files.exists(path)) {
            if (Files.isDirectory(path)) {
                throw Problem.data(data + ": is a directory, expected a file");
            }
            return List.of(path);
        }
        if (Paths.looksLikeFile(data)
                || !HubId.looksLikeId(data)
                || DataFormat.of(path).isPresent()) {
            throw new NoSuchFileException(data);
        }
        return new Downloads(output).split(HubId.dataset(data), split);
    }

    /**
     * Makes sure that a result does not replace what it is made from.
     *
     * @param option that names the result
     * @param out where it goes
     * @param input a file or directory that is read; other names are passed over
     * @throws IOException if the files cannot be looked at
     */
    public static void requireOther(String option, Path out, String input) throws IOException {
        if (!input.isBlank()
                && Files.exists(out)
                && Files.exists(Path.of(input))
                && Files.isSameFile(out, Path.of(input))) {
            throw Problem.usage(option + " would replace " + input + ", which is read here; choose another name");
        }
    }

    /** The reader's options. */
    public ReadOptions options() {
        return options;
    }

    private Dataset read(String data, String split, Optional<Labels> labels) throws IOException {
        ReadOptions reading = labels.map(options::withLabels).orElse(options);
        if (data.equals(SAMPLE)) {
            Dataset sample = sample(split);
            return labels.map(wanted -> withLabels(sample, wanted)).orElse(sample);
        }
        List<Path> files = files(data, split);
        if (files.size() == 1) {
            return Datasets.read(files.get(0), reading);
        }
        var rows = new ArrayList<Example>();
        var found = new ArrayList<Labels>();
        for (Path file : files) {
            Dataset part = Datasets.read(file, reading);
            rows.addAll(examples(part));
            found.add(part.labels());
        }
        boolean agree = found.stream().distinct().count() == 1;
        return agree ? Dataset.of(rows, found.get(0)) : Dataset.of(rows);
    }

    private static Dataset withLabels(Dataset sample, Labels wanted) {
        try {
            return sample.withLabels(wanted);
        } catch (IllegalArgumentException e) {
            throw Problem.data(
                    SAMPLE + ": " + e.getMessage() + "; the model was trained on other labels than this data has");
        }
    }

    private static Dataset sample(String split) {
        return switch (split) {
            case "train" -> SampleData.train();
            case "validation" -> SampleData.validation();
            case "test" -> SampleData.test();
            default ->
                throw Problem.usage(
                        "the sample has no split '" + split + "', only " + SPLITS + Suggestion.of(split, SPLITS));
        };
    }

    private static List<Example> examples(Dataset data) {
        var examples = new ArrayList<Example>(data.size());
        data.forEach(examples::add);
        return examples;
    }
}
