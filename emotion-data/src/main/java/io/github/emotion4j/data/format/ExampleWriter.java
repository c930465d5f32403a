package io.github.emotion4j.data.format;

import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.parquet.ParquetWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Writes labelled rows to a file, UTF-8, in the format that its name tells. The file appears with {@link #finish()}, whole, or not at all; an older one
 * of its name stays until then.
 *
 * <p>Not thread-safe; to be closed.
 */
public final class ExampleWriter implements Closeable {

    /** One format's way to write a row. */
    interface RowSink extends Closeable {

        /** @throws IOException with a message that begins with what is wrong, where the format cannot hold the row */
        void write(Example row) throws IOException;
    }

    private final Path file;
    private final Path temporary;
    private final RowSink sink;
    private long rows;
    private boolean closed;
    private boolean finished;

    private ExampleWriter(Path file, Path temporary, RowSink sink) {
        this.file = file;
        this.temporary = temporary;
        this.sink = sink;
    }

    /**
     * Begins a file.
     *
     * @param file ends as a format of {@link DataFormat} does, with {@code .gz} behind it for gzip; its folder exists
     * @throws InvalidDataException if the name tells no format
     * @throws IOException if the folder cannot be written to
     */
    public static ExampleWriter create(Path file) throws IOException {
        DataFormat format = DataFormat.of(file)
                .orElseThrow(() -> new InvalidDataException(
                        file.toString(),
                        "the name tells no format; end it in one of " + DataFormat.knownEndings()
                                + ", with or without .gz"));
        Path target = file.toAbsolutePath();
        if (!Files.isDirectory(target.getParent())) {
            throw new InvalidDataException(
                    file.toString(),
                    Files.exists(target.getParent())
                            ? target.getParent() + " is no folder; choose another place"
                            : "there is no folder " + target.getParent() + "; create it first");
        }
        if (Files.isDirectory(target)) {
            throw new InvalidDataException(file.toString(), "is a folder; name a file");
        }
        // Not Files.createTempFile: that makes the file private to its owner, and the permissions survive the renaming.
        Path temporary =
                Files.createFile(target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part"));
        try {
            OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
            if (DataFormat.isGzip(file)) {
                out = new GZIPOutputStream(out, 1 << 16);
            }
            return new ExampleWriter(target, temporary, sink(format, out));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private static RowSink sink(DataFormat format, OutputStream out) throws IOException {
        return switch (format) {
            case TEXT_LABEL, LINES -> new TextSinks.TextLabel(out);
            case CSV -> new TextSinks.Csv(out, ',');
            case TSV -> new TextSinks.Csv(out, '\t');
            case JSONL -> new TextSinks.JsonLines(out, false);
            case JSON -> new TextSinks.JsonLines(out, true);
            case PARQUET -> new ParquetSink(new ParquetWriter(out, List.of("text", "label")));
            case BY_NAME -> throw new AssertionError("no name tells this");
        };
    }

    /**
     * Adds a row.
     *
     * @throws InvalidDataException if the format cannot hold it, for instance a line break in {@code text;label}
     */
    public void write(Example row) throws IOException {
        Objects.requireNonNull(row, "row");
        if (closed) {
            throw new IllegalStateException("the file is finished");
        }
        rows++;
        try {
            sink.write(row);
        } catch (UnfitRowException e) {
            throw new InvalidDataException(file.getFileName() + ":row " + rows, e.getMessage(), e);
        }
    }

    /** Completes the file and lets it appear under its name. */
    public void finish() throws IOException {
        if (finished) {
            return;
        }
        closed = true;
        sink.close();
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        finished = true;
    }

    /** Ends writing; without {@link #finish()} before it nothing remains of the file. */
    @Override
    public void close() throws IOException {
        if (finished) {
            return;
        }
        try {
            if (!closed) {
                closed = true;
                sink.close();
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private record ParquetSink(ParquetWriter writer) implements RowSink {

        @Override
        public void write(Example row) throws IOException {
            writer.write(row.text(), row.label());
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }

    /** A row that a format has no way to write. */
    static final class UnfitRowException extends IOException {

        private static final long serialVersionUID = 1;

        UnfitRowException(String problem) {
            super(problem);
        }
    }
}
