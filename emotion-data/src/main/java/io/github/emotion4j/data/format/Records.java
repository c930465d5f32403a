package io.github.emotion4j.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The rows of a text format that has no names for its fields, one after the other. */
interface Records extends Closeable {

    /**
     * The next record's fields; an empty list at the end of the file.
     *
     * @throws InvalidRowException if it cannot be read but the next one can
     */
    List<String> next() throws IOException;

    /** The line on which the last record begins, from 1. */
    long line();

    /** {@code train.csv:17}. */
    String place(long line);
}
