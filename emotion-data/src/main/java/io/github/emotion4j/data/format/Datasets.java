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
     * Reads a file into memory. Label ids follow the options' labels, else the file's own (Parquet with class labels), else the sorted names.
     *
     * @param file in a format of {@link DataFormat}
     * @throws InvalidDataException if the content is not what it should be, naming file and line; a file without rows too
     * @throws IOException if the file cannot be read
     */
    public static Dataset read(Path file, ReadOptions options) throws IOException {
        try (Examples examples = Examples.open(file, options)) {
            Map<String, String> names = new HashMap<>(); // one string per label, not per row
            List<Example> rows = examples.stream()
                    .map(row -> new Example(row.text(), names.computeIfAbsent(row.label(), name -> name)))
                    .toList();
            if (rows.isEmpty()) {
                throw new InvalidDataException(file.toString(), "holds no rows; expected texts with labels");
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
     * Converts a file row by row, in bounded memory; the target appears whole or not at all.
     *
     * @param from read with {@code options}
     * @param to written in the format that its name tells
     * @return number of rows
     * @throws InvalidDataException if {@code from} is not what it should be, or {@code to} cannot hold a row
     */
    public static long convert(Path from, ReadOptions options, Path to) throws IOException {
        long rows = 0;
        try (Examples examples = Examples.open(from, options);
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
