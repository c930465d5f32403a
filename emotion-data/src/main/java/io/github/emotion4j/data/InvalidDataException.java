package io.github.emotion4j.data;

import java.io.IOException;

/**
 * A file that can be read but does not hold what it should: a line without a label, an unknown label, a tokenizer file that is none.
 *
 * <p>The message is made for people: it names the place, what was found, what was expected and what to do, and stands without a stack trace.
 */
public final class InvalidDataException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * @param place file, {@code file:line} or {@code file:line:column}
     * @param problem what was found and expected, and what to do
     */
    public InvalidDataException(String place, String problem) {
        super(place + ": " + problem);
    }

    /**
     * @param place file, {@code file:line} or {@code file:line:column}
     * @param problem what was found and expected, and what to do
     * @param cause what a parser said
     */
    public InvalidDataException(String place, String problem, Throwable cause) {
        super(place + ": " + problem, cause);
    }
}
