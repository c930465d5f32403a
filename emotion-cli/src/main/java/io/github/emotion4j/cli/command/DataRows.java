package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.format.Examples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** The rows of several data sets one after the other, in bounded memory: files are gone through, not loaded. Not thread-safe; to be closed. */
final class DataRows implements Iterator<Example>, AutoCloseable {

    /**
     * A data set.
     *
     * @param data file, {@code sample} or hub data set
     * @param split which one of it
     * @param title for people
     */
    record Source(String data, String split, String title) {}

    private final Data reader;
    private final Queue<Source> sources;
    private Source source;
    private Examples open;
    private Iterator<Example> rows = Collections.emptyIterator();

    DataRows(Data reader, List<Source> sources) {
        this.reader = reader;
        this.sources = new ArrayDeque<>(sources);
    }

    @Override
    public boolean hasNext() {
        try {
            while (!rows.hasNext() && !sources.isEmpty()) {
                advance();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.hasNext();
    }

    @Override
    public Example next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no further rows");
        }
        return rows.next();
    }

    /** The same rows, each shown to somebody as it passes. */
    Iterator<Example> noting(Consumer<Example> observer) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return DataRows.this.hasNext();
            }

            @Override
            public Example next() {
                Example row = DataRows.this.next();
                observer.accept(row);
                return row;
            }
        };
    }

    private void advance() throws IOException {
        close();
        source = sources.remove();
        Optional<Examples> found = reader.open(source.data(), source.split());
        open = found.orElse(null);
        rows = found.isPresent()
                ? open
                : reader.read(source.data(), source.split()).iterator();
    }

    @Override
    public void close() throws IOException {
        rows = Collections.emptyIterator();
        if (open != null) {
            open.close();
            open = null;
            reader.notes().done(source.data());
        }
    }
}
