package io.github.emotion4j.data;

/** A native library that cannot be loaded on this machine, or has no folder to be unpacked into; the message names the property that helps. */
public final class NativeLibraryException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /** @param message what was found and what to do */
    public NativeLibraryException(String message) {
        super(message);
    }

    /**
     * @param message what was tried and what to do
     * @param cause what the system said
     */
    public NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
