package io.github.emotion4j.core.graph.kernel;

/** A batch is too large for one pass. It is thrown before anything is computed or changed, so that parts of the batch can be passed instead. */
public final class PassTooLargeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** A message that names the batch. */
    public PassTooLargeException(String message) {
        super(message);
    }

    /** A message that names the batch, and what led to it. */
    public PassTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
