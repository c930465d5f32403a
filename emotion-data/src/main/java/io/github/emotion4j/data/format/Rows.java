package io.github.emotion4j.data.format;

import io.github.emotion4j.data.Labels;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The rows of a file, one after the other, as strings: what a format must provide. Text and label are those of the last {@link #next()}. */
interface Rows extends Closeable {

    /**
     * Goes to the next row; false at the end.
     *
     * @throws InvalidRowException if this row cannot be taken, but the next one can
     */
    boolean next() throws IOException;

    /** The text. */
    String text();

    /**
     * The label as it is written; undefined where labels were not asked for.
     *
     * @throws InvalidRowException if it is the number of a class that the file does not have
     */
    String label() throws InvalidRowException;

    /** Where the row begins: {@code train.txt:17}. */
    String place();

    /** Whether the file shows how the other parts of its data are to be read; an empty one does not. */
    default boolean tells() {
        return true;
    }

    /** The label names in id order, if the file has them. */
    default Optional<Labels> labels() {
        return Optional.empty();
    }
}
