package io.github.emotion4j.data.format;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whole files at once: reading, writing, and converting one into another. Thread-safe: no state. */
public final class Datasets {

    private Datasets() {}

    /**
     * Reads a file, or a folder of parts, into memory. Label ids follow the options' labels, else the file's own (Parquet with class labels), else
     * {@link Labels#sorted}.
     *
     * @param file in a format of {@link DataFormat}
     * @throws InvalidDataException if the content is not what it should be, naming file and line; a file without rows too
     * @throws IOException if the file cannot be read
     */
    public static Dataset read(Path file, ReadOptions options) throws IOException {
        return read(DataFiles.of(file), options, ReadListener.LOG);
    }

    /**
     * Reads the parts of one data set into memory, as {@link #read(Path, ReadOptions)} does.
     *
     * @param files one or more
     * @param listener is told what is not clear, and which rows are skipped
     */
    public static Dataset read(List<Path> files, ReadOptions options, ReadListener listener) throws IOException {
        try (Examples examples = Examples.open(files, options, listener)) {
            Map<String, String> names = new HashMap<>(); // one string per label, not per row
            List<Example> rows = examples.stream()
                    .map(row -> new Example(row.text(), names.computeIfAbsent(row.label(), name -> name)))
                    .toList();
            if (rows.isEmpty()) {
                throw new InvalidDataException(
                        files.get(0).toString(),
                        "holds no " + (options.skipInvalid() ? "valid " : "") + "rows; expected texts with labels");
            }
            Labels labels = examples.labels().orElseGet(() -> Labels.sorted(names.keySet()));
            return Dataset.of(rows, labels);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Writes a data set; the file appears whole or not at all.
     *
     * @param file in the format that its name tells
     * @throws InvalidDataException if the format is unknown or cannot hold a row
     */
    public static void write(Dataset data, Path file) throws IOException {
        try (ExampleWriter writer = ExampleWriter.create(file)) {
            for (Example row : data) {
                writer.write(row);
            }
            writer.finish();
        }
    }

    /**
     * Converts a file, or a folder of parts, row by row, in bounded memory; the target appears whole or not at all.
     *
     * @param from read with {@code options}
     * @param to written in the format that its name tells
     * @return number of rows
     * @throws InvalidDataException if {@code from} is not what it should be, or {@code to} cannot hold a row
     */
    public static long convert(Path from, ReadOptions options, Path to) throws IOException {
        return convert(DataFiles.of(from), options, to, ReadListener.LOG);
    }

    /**
     * Converts the parts of one data set into one file, as {@link #convert(Path, ReadOptions, Path)} does.
     *
     * @param from one or more
     * @param listener is told what is not clear, and which rows are skipped
     */
    public static long convert(List<Path> from, ReadOptions options, Path to, ReadListener listener)
            throws IOException {
        long rows = 0;
        try (Examples examples = Examples.open(from, options, listener);
                ExampleWriter writer = ExampleWriter.create(to)) {
            for (; examples.hasNext(); rows++) {
                writer.write(examples.next());
            }
            writer.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return rows;
    }
}
