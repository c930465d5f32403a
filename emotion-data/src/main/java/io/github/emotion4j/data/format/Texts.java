package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Surrogates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The texts of files as a stream, for prediction: a text per line, or the text column of any other format. Labels are not looked at.
 *
 * <p>A blank text counts like any other, so that predictions stand on the lines of their texts. Errors while iterating are as in {@link Examples}. Not
 * thread-safe; to be closed.
 */
public final class Texts implements Iterator<String>, AutoCloseable {

    private final ValidRows<String> rows;

    private Texts(ValidRows<String> rows) {
        this.rows = rows;
    }

    /**
     * Opens a file, or a folder of parts, as {@link DataFiles} finds them; what is not clear about them goes to the log.
     *
     * @param file in a format of {@link DataFormat}; {@code .txt} is a text per line unless the options say {@link DataFormat#TEXT_LABEL}
     * @throws InvalidDataException if the format is unknown, or the text column is not there
     * @throws IOException if the file cannot be read
     */
    public static Texts open(Path file, ReadOptions options) throws IOException {
        return open(DataFiles.of(file), options, ReadListener.LOG);
    }

    /**
     * Opens the parts of one data set.
     *
     * @param files one or more, as in {@link #open(Path, ReadOptions)}
     * @param listener is told what is not clear, and which rows are skipped
     * @throws InvalidDataException if the format is unknown, or the text column is not there
     * @throws IOException if a file cannot be read
     */
    public static Texts open(List<Path> files, ReadOptions options, ReadListener listener) throws IOException {
        var parts = new PartRows(files, options, false, listener::note);
        return new Texts(new ValidRows<>(parts, options, listener, Texts::text));
    }

    private static String text(Rows row) throws InvalidRowException {
        Optional<String> problem = Surrogates.problem(row.text());
        if (problem.isPresent()) {
            throw new InvalidRowException(row.place(), "the text is no text: " + problem.get() + "; correct the row");
        }
        return row.text();
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public String next() {
        return rows.next();
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
