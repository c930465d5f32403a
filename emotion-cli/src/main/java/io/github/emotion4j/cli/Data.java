package io.github.emotion4j.cli;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.format.DataFiles;
import io.github.emotion4j.data.format.DataFormat;
import io.github.emotion4j.data.format.Datasets;
import io.github.emotion4j.data.format.Examples;
import io.github.emotion4j.data.format.ReadListener;
import io.github.emotion4j.data.format.ReadOptions;
import io.github.emotion4j.data.format.Texts;
import io.github.emotion4j.data.hub.HubId;
import io.github.emotion4j.data.sample.SampleData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads what a DATA argument names: a file, a folder of parts, a pattern, {@code sample}, or a data set of the hub. */
public final class Data {

    private static final String SAMPLE = "sample";
    private static final String TEXTS = "test";
    private static final List<String> SPLITS = List.of("train", "validation", "test");

    private final Output output;
    private final ReadOptions options;
    private final ReadingNotes notes;

    /** Reads data on behalf of a command. */
    public Data(Session session, DataOptions options) {
        this.output = session.output();
        this.options = options.read();
        this.notes = options.notes(session);
    }

    /**
     * Texts with labels in the ids that {@code --labels} or the data prescribe, or sorted.
     *
     * @param data file, folder, pattern, {@code sample} or id
     * @param split which split, where the data has several
     * @throws IOException if it cannot be read, holds something else, or cannot be fetched
     */
    public Dataset read(String data, String split) throws IOException {
        return read(data, split, options);
    }

    /**
     * Texts with labels in the ids of a model.
     *
     * @param labels the model's; another label in the data is an error
     * @throws IOException if it cannot be read, holds something else, or cannot be fetched
     */
    public Dataset read(String data, String split, Labels labels) throws IOException {
        return read(data, split, options.withLabels(labels));
    }

    private Dataset read(String data, String split, ReadOptions reading) throws IOException {
        if (data.equals(SAMPLE)) {
            Dataset sample = sample(split);
            return reading.labels().isEmpty() ? sample : withLabels(sample, Labels.of(reading.labels()));
        }
        Dataset rows = Datasets.read(files(data, split), reading, notes.listener(data));
        notes.done(data);
        return rows;
    }

    /**
     * The rows one by one, for data larger than memory; {@link #done} once they are taken.
     *
     * @throws IOException if it cannot be read, or cannot be fetched
     */
    public Optional<Examples> open(String data, String split) throws IOException {
        return data.equals(SAMPLE)
                ? Optional.empty()
                : Optional.of(Examples.open(files(data, split), options, notes.listener(data)));
    }

    /**
     * The names in order of id that the data has for its label numbers, if it has any.
     *
     * @throws IOException if it cannot be read, or cannot be fetched
     */
    public Optional<Labels> classNames(String data, String split) throws IOException {
        if (data.equals(SAMPLE)) {
            return Optional.empty();
        }
        try (Examples rows =
                Examples.open(files(data, split), options.withLabels(Labels.of(List.of())), notes.listener(data))) {
            return rows.labels();
        }
    }

    /**
     * Texts without labels, of files of this machine.
     *
     * @param place file, folder or pattern
     * @param listener is told also what rows are skipped
     * @throws IOException if it cannot be read
     */
    public Texts texts(String place, ReadListener listener) throws IOException {
        requireTexts(place);
        return Texts.open(files(place, TEXTS), options, listener);
    }

    /**
     * Looks whether there are files of texts, without opening them.
     *
     * @throws IOException if there are none
     */
    public void requireTexts(String place) throws IOException {
        if (place.isBlank()) {
            throw Problem.usage("--file: expected a file of texts, found an empty name");
        }
        if (!isLocal(place)) {
            throw new NoSuchFileException(place);
        }
        files(place, TEXTS);
    }

    /**
     * Converts a data set row by row.
     *
     * @return number of rows; empty for what is not in files
     */
    public Optional<Long> convert(String data, String split, Path out) throws IOException {
        if (data.equals(SAMPLE)) {
            return Optional.empty();
        }
        long rows = Datasets.convert(files(data, split), options, out, notes.listener(data));
        notes.done(data);
        return Optional.of(rows);
    }

    /** The options of the reader. */
    public ReadOptions options() {
        return options;
    }

    /** The names of {@code --labels} in order of id; empty if there are none. */
    public List<String> labels() {
        return options.labels();
    }

    /** What reading had to tell. */
    public ReadingNotes notes() {
        return notes;
    }

    /** The files of a data set, fetched if they are on the hub; none for {@code sample}. */
    public List<Path> files(String data, String split) throws IOException {
        if (data.isBlank()) {
            throw Problem.usage("expected data, found an empty name; give a file, 'sample' or a hub data set");
        }
        if (data.equals(SAMPLE)) {
            return List.of();
        }
        if (isLocal(data)) {
            List<Path> files = DataFiles.find(data, split, options);
            if (files.size() > 1) {
                notes.note(data + ": " + files.size() + " files, from "
                        + files.get(0).getFileName() + " to "
                        + files.get(files.size() - 1).getFileName());
            }
            return files;
        }
        if (Paths.looksLikeFile(data)
                || !HubId.looksLikeId(data)
                || DataFormat.of(Path.of(data)).isPresent()) {
            throw new NoSuchFileException(data);
        }
        return new Downloads(output).split(HubId.dataset(data), split);
    }

    private static boolean isLocal(String data) {
        return DataFiles.isPattern(data) || Files.exists(Path.of(data));
    }

    /**
     * Whether several splits of some data are different rows: of a file, or of a folder whose files are not named by splits, they are not.
     *
     * @throws IOException if a folder cannot be read
     */
    public boolean hasSplits(String data, List<String> splits) throws IOException {
        if (data.isBlank() || !isLocal(data)) {
            return true;
        }
        return !DataFiles.isPattern(data)
                && Files.isDirectory(Path.of(data))
                && splits.size() > 1
                && !files(data, splits.get(0)).equals(files(data, splits.get(1)));
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
                && !DataFiles.isPattern(input)
                && Files.exists(out)
                && Files.exists(Path.of(input))
                && Files.isSameFile(out, Path.of(input))) {
            throw Problem.usage(option + " would replace " + input + ", which is read here; choose another name");
        }
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
}
