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
import java.util.function.Consumer;

/** Two columns of a Parquet file. */
final class ParquetRows implements Rows {

    /** Types of columns that hold neither texts nor names. */
    static final List<String> FRACTIONS = List.of("FLOAT", "DOUBLE");

    private final ParquetReader reader;
    private final Path temporary;
    private final String textName;
    private final ParquetColumn texts;
    private final Optional<ParquetLabels> labels;
    private long row;

    private ParquetRows(
            ParquetReader reader, Path temporary, ReadOptions options, boolean labelled, Consumer<String> note)
            throws IOException {
        this.reader = reader;
        this.temporary = temporary;
        List<String> all = reader.columns();
        Columns chosen = new ColumnChoice(reader.place(), all, List.of(), options, labelled).named();
        chosen.note().ifPresent(note);
        this.textName = all.get(chosen.text());
        this.texts = reader.column(textName);
        if (FRACTIONS.contains(reader.type(textName))) {
            throw new InvalidDataException(
                    reader.place(),
                    "column '" + textName + "' is of type " + reader.type(textName) + "; expected texts: "
                            + Remedy.TEXT_COLUMN);
        }
        this.labels = labelled ? Optional.of(new ParquetLabels(reader, all.get(chosen.label()))) : Optional.empty();
    }

    /** Opens a file; one in gzip, which cannot be read from its end, by way of a temporary copy. */
    static ParquetRows open(Path file, ReadOptions options, boolean labelled, Consumer<String> note)
            throws IOException {
        Path plain = file;
        if (DataFormat.isGzip(file)) {
            plain = temporary(file);
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
            return new ParquetRows(reader, plain.equals(file) ? null : plain, options, labelled, note);
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

    private static Path temporary(Path file) throws InvalidDataException {
        try {
            return Files.createTempFile("emotion", ".parquet");
        } catch (IOException e) {
            throw new InvalidDataException(
                    file.toString(),
                    "has to be unpacked, and no file can be made in " + System.getProperty("java.io.tmpdir")
                            + "; unpack it, or name a folder that can be written to with -Djava.io.tmpdir=DIR",
                    e);
        }
    }

    @Override
    public boolean next() throws IOException {
        boolean more = texts.next();
        if (labels.isPresent() && labels.get().next() != more) {
            throw new InvalidDataException(place(), "one column ends before the other; the file is damaged");
        }
        row++;
        if (more && texts.value().isEmpty()) {
            throw new InvalidRowException(place(), "'" + textName + "' is null; fill it in or remove the row");
        }
        return more;
    }

    @Override
    public String text() {
        return texts.value().orElseThrow();
    }

    @Override
    public String label() throws InvalidRowException {
        return labels.orElseThrow().value(place());
    }

    @Override
    public Optional<Labels> labels() {
        return labels.flatMap(ParquetLabels::names);
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
