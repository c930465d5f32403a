package io.github.emotion4j.core.checkpoint;

/**
 * A model on disk is damaged, contradicts itself, or is of a kind that this library does not support. The message names the place, what was
 * found and what was expected; it is meant for people and holds no stack.
 */
public class InvalidModelException extends IllegalArgumentException {

    /** A message naming file and place. */
    public InvalidModelException(String message) {
        super(message);
    }

    /** A message naming file and place, and what led to it. */
    public InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
