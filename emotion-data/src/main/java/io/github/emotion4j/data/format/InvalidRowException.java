package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;

/** A row that cannot be taken; the rows behind it can. What makes a whole file unreadable is an {@link InvalidDataException} at once. */
final class InvalidRowException extends IOException {

    private static final long serialVersionUID = 1;

    private final String place;
    private final String problem;

    /**
     * @param place of the row: {@code train.csv:17}
     * @param problem what was found and expected
     */
    InvalidRowException(String place, String problem) {
        this(place, problem, null);
    }

    InvalidRowException(String place, String problem, Throwable cause) {
        super(place + ": " + problem, cause);
        this.place = place;
        this.problem = problem;
    }

    String place() {
        return place;
    }

    String problem() {
        return problem;
    }

    /** For callers who want no invalid rows. */
    InvalidDataException refusal() {
        return new InvalidDataException(place, problem + "; or leave such rows out: " + Remedy.SKIP_INVALID, this);
    }
}
