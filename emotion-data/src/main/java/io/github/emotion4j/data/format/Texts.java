package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.format.ReadOptions.EmptyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The texts of a file as a stream, for prediction: a text per line, or the text column of any other format. Labels are not looked at.
 *
 * <p>A blank text counts like any other unless the options say {@link EmptyText#SKIP}, so that predictions stand on the lines of their texts. Errors
 * while iterating are as in {@link Examples}. Not thread-safe; to be closed.
 */
public final class Texts implements Iterator<String>, AutoCloseable {

    private final Rows rows;
    private final boolean skipEmpty;
    private String next;

    private Texts(Rows rows, boolean skipEmpty) {
        this.rows = rows;
        this.skipEmpty = skipEmpty;
    }

    /**
     * Opens a file.
     *
     * @param file in a format of {@link DataFormat}; {@code .txt} is a text per line unless the options say {@link DataFormat#TEXT_LABEL}
     * @throws InvalidDataException if the format is unknown, or the text column is not there
     * @throws IOException if the file cannot be read
     */
    public static Texts open(Path file, ReadOptions options) throws IOException {
        return new Texts(RowFiles.open(file, options, false), options.emptyText() == EmptyText.SKIP);
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && rows.next()) {
                next = skipEmpty && rows.text().isBlank() ? null : rows.text();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the file has no further texts");
        }
        String text = next;
        next = null;
        return text;
    }

    /** The remaining texts as a stream, which need not be closed if this is. */
    public Stream<String> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
