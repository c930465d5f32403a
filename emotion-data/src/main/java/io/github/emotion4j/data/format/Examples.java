package io.github.emotion4j.data.format;

import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.format.ReadOptions.EmptyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The labelled rows of a file as a stream: a file larger than memory can be gone through.
 *
 * <p>While iterating, {@link UncheckedIOException} wraps what goes wrong; where the file's content is to blame its cause is an
 * {@link InvalidDataException}. Not thread-safe; to be closed.
 */
public final class Examples implements Iterator<Example>, AutoCloseable {

    private final Rows rows;
    private final EmptyText emptyText;
    private final Optional<Labels> labels;
    private final boolean prescribed;
    private Example next;
    private String nextPlace = "";
    private String place = "";

    private Examples(Rows rows, ReadOptions options) {
        this.rows = rows;
        this.emptyText = options.emptyText();
        this.prescribed = !options.labels().isEmpty();
        this.labels = prescribed ? Optional.of(Labels.of(options.labels())) : rows.labels();
    }

    /**
     * Opens a file.
     *
     * @param file in a format of {@link DataFormat}
     * @throws InvalidDataException if the format is unknown, or the chosen columns are not there
     * @throws IOException if the file cannot be read
     */
    public static Examples open(Path file, ReadOptions options) throws IOException {
        return new Examples(RowFiles.open(file, options, true), options);
    }

    /** The label names in id order if the options prescribe them or the file holds them (Parquet with class labels). */
    public Optional<Labels> labels() {
        return labels;
    }

    /** Where the last returned row stands: {@code train.txt:17}. */
    public String place() {
        return place;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && rows.next()) {
                next = example();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next != null;
    }

    @Override
    public Example next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the file has no further rows");
        }
        Example example = next;
        next = null;
        place = nextPlace;
        return example;
    }

    /** The remaining rows as a stream, which need not be closed if this is. */
    public Stream<Example> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** Null if the row is to be left out. */
    private Example example() throws InvalidDataException {
        nextPlace = rows.place();
        String text = rows.text();
        if (text.isBlank() && emptyText != EmptyText.KEEP) {
            if (emptyText == EmptyText.SKIP) {
                return null;
            }
            throw new InvalidDataException(
                    nextPlace, "the text is empty; fill it in, remove the row, or have empty texts skipped");
        }
        String label = rows.label().strip();
        if (label.isEmpty()) {
            throw new InvalidDataException(
                    nextPlace, "the text \"" + Shortened.of(text) + "\" has no label; expected text and label");
        }
        return new Example(text, labels.isPresent() ? known(label, labels.get()) : label);
    }

    private String known(String label, Labels labels) throws InvalidDataException {
        OptionalInt id = labels.id(label);
        if (id.isPresent()) {
            return label;
        }
        if (label.matches("[0-9]{1,9}") && Integer.parseInt(label) < labels.size()) {
            return labels.name(Integer.parseInt(label));
        }
        throw new InvalidDataException(
                nextPlace,
                "label '" + Shortened.of(label) + "' is not one of " + labels.names()
                        + (prescribed
                                ? "; add it to the labels or correct the row"
                                : "; the file's own label names lack it"));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
