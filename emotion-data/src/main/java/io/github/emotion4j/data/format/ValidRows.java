package io.github.emotion4j.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Rows made into values one by one; invalid ones are refused or left out, as the options say. Not thread-safe.
 *
 * @param <T> what a row becomes
 */
final class ValidRows<T> implements Iterator<T>, Closeable {

    /** Makes a row into a value. */
    interface Reading<T> {
        /** @throws InvalidRowException if that cannot be done with this row */
        T of(Rows row) throws InvalidRowException;
    }

    private final Rows rows;
    private final boolean skip;
    private final ReadListener listener;
    private final Reading<T> reading;
    private T next;
    private String nextPlace = "";
    private String place = "";

    ValidRows(Rows rows, ReadOptions options, ReadListener listener, Reading<T> reading) {
        this.rows = rows;
        this.skip = options.skipInvalid();
        this.listener = listener;
        this.reading = reading;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && advance()) {
                // an invalid row was left out
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next != null;
    }

    /** Tries the next row; false at the end. */
    private boolean advance() throws IOException {
        try {
            if (!rows.next()) {
                return false;
            }
            nextPlace = rows.place();
            next = reading.of(rows);
        } catch (InvalidRowException e) {
            if (!skip) {
                throw e.refusal();
            }
            listener.skipped(e.place(), e.problem());
        }
        return true;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no further rows");
        }
        T value = next;
        next = null;
        place = nextPlace;
        return value;
    }

    /** Where the last returned row stands. */
    String place() {
        return place;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
