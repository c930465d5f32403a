package io.github.emotion4j.data.format;

import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The labelled rows of files as a stream: files larger than memory can be gone through.
 *
 * <p>While iterating, {@link UncheckedIOException} wraps what goes wrong; where the content is to blame its cause is an {@link InvalidDataException}.
 * Not thread-safe; to be closed.
 */
public final class Examples implements Iterator<Example>, AutoCloseable {

    private final ValidRows<Example> rows;
    private final PartRows parts;
    private final Optional<Labels> prescribed;

    private Examples(PartRows parts, ReadOptions options, ReadListener listener) {
        this.parts = parts;
        this.prescribed = options.labels().isEmpty() ? Optional.empty() : Optional.of(Labels.of(options.labels()));
        var names = new LabelNames(prescribed, listener::note);
        this.rows = new ValidRows<>(parts, options, listener, row -> example(row, names));
    }

    /**
     * Opens a file, or a folder of parts, as {@link DataFiles} finds them; what is not clear about them goes to the log.
     *
     * @param file in a format of {@link DataFormat}
     * @throws InvalidDataException if the format is unknown, or the chosen columns are not there
     * @throws IOException if the file cannot be read
     */
    public static Examples open(Path file, ReadOptions options) throws IOException {
        return open(DataFiles.of(file), options, ReadListener.LOG);
    }

    /**
     * Opens the parts of one data set.
     *
     * @param files one or more, in a format of {@link DataFormat}
     * @param listener is told what is not clear, and which rows are skipped
     * @throws InvalidDataException if the format is unknown, or the chosen columns are not there
     * @throws IOException if a file cannot be read
     */
    public static Examples open(List<Path> files, ReadOptions options, ReadListener listener) throws IOException {
        return new Examples(new PartRows(files, options, true, listener::note), options, listener);
    }

    private static Example example(Rows row, LabelNames names) throws InvalidRowException {
        String text = row.text();
        if (text.isBlank()) {
            throw new InvalidRowException(row.place(), "the text is empty; fill it in or remove the row");
        }
        String label = row.label();
        if (label.isBlank()) {
            throw new InvalidRowException(
                    row.place(), "the text \"" + Shortened.of(text) + "\" has no label; expected text and label");
        }
        try {
            return new Example(text, names.name(label, row.place()));
        } catch (IllegalArgumentException e) {
            throw new InvalidRowException(row.place(), e.getMessage() + "; correct the row", e);
        }
    }

    /**
     * The label names in id order if the options prescribe them or the files hold them (Parquet with class labels). Those of several files are known
     * to be the same once all rows have been taken.
     */
    public Optional<Labels> labels() {
        return prescribed.or(parts::labels);
    }

    /** Where the last returned row stands: {@code train.txt:17}. */
    public String place() {
        return rows.place();
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Example next() {
        return rows.next();
    }

    /** The remaining rows as a stream, which need not be closed if this is. */
    public Stream<Example> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
