package io.github.emotion4j.core.features;

/** A classifier was asked for whose library is not on the class path. The message names what to add. */
public final class MissingLibraryException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /**
     * @param message what is missing, and what to do
     */
    public MissingLibraryException(String message) {
        super(message);
    }
}
