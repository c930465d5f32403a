package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.parquet.ParquetColumn;
import io.github.emotion4j.data.parquet.ParquetReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Two columns of a Parquet file; class numbers become the names that the file's metadata has for them. */
final class ParquetRows implements Rows {

    private final ParquetReader reader;
    private final Path temporary;
    private final String textName;
    private final ParquetColumn texts;
    private final Optional<ParquetColumn> labels;
    private final Optional<Labels> names;
    private long row;

    private ParquetRows(ParquetReader reader, Path temporary, ReadOptions options, boolean labelled)
            throws IOException {
        this.reader = reader;
        this.temporary = temporary;
        this.textName = options.textColumn();
        this.texts = column(textName, "text");
        this.labels = labelled ? Optional.of(column(options.labelColumn(), "label")) : Optional.empty();
        this.names = labelled ? classNames(reader, options.labelColumn()) : Optional.empty();
    }

    /** Opens a file; one in gzip, which cannot be read from its end, by way of a temporary copy. */
    static ParquetRows open(Path file, ReadOptions options, boolean labelled) throws IOException {
        Path plain = file;
        if (DataFormat.isGzip(file)) {
            plain = Files.createTempFile("emotion", ".parquet");
            try (InputStream in = TextInput.bytes(file)) {
                Files.copy(in, plain, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                Files.delete(plain);
                throw e;
            }
        } else {
            TextInput.bytes(file).close(); // says what is wrong with a missing file or a folder
        }
        ParquetReader reader = null;
        try {
            reader = ParquetReader.open(plain);
            return new ParquetRows(reader, plain.equals(file) ? null : plain, options, labelled);
        } catch (IOException e) {
            if (reader != null) {
                reader.close();
            }
            if (!plain.equals(file)) {
                Files.delete(plain);
            }
            throw e;
        }
    }

    private static Optional<Labels> classNames(ParquetReader reader, String column) throws InvalidDataException {
        try {
            return reader.classNames(column).map(Labels::of);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(reader.place(), "its class names are unusable: " + e.getMessage(), e);
        }
    }

    private ParquetColumn column(String name, String what) throws IOException {
        List<String> columns = reader.columns();
        if (!columns.contains(name)) {
            throw new InvalidDataException(
                    reader.place(),
                    "there is no column '" + name + "' among " + columns + "; choose the " + what + " column");
        }
        return reader.column(name);
    }

    @Override
    public boolean next() throws IOException {
        boolean more = texts.next();
        if (labels.isPresent() && labels.get().next() != more) {
            throw new InvalidDataException(place(), "one column ends before the other; the file is damaged");
        }
        row++;
        if (more && texts.value().isEmpty()) {
            throw new InvalidDataException(place(), "'" + textName + "' is null; fill it in or remove the row");
        }
        return more;
    }

    @Override
    public String text() {
        return texts.value().orElseThrow();
    }

    /** Empty where the label is null or a class of none: {@code datasets} writes -1 for unknown. */
    @Override
    public String label() {
        String label = labels.orElseThrow().value().orElse("");
        return names.isPresent() ? className(label, names.get()) : label;
    }

    private static String className(String number, Labels names) {
        try {
            int id = Integer.parseInt(number);
            return id < 0 || id >= names.size() ? "" : names.name(id);
        } catch (NumberFormatException e) { // the column holds the names themselves
            return number;
        }
    }

    @Override
    public Optional<Labels> labels() {
        return names;
    }

    @Override
    public String place() {
        return reader.place() + ":row " + row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        if (temporary != null) {
            Files.deleteIfExists(temporary);
        }
    }
}
