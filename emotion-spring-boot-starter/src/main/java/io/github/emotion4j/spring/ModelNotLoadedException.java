package io.github.emotion4j.spring;

/** The model that {@code emotion.model} names cannot be used; the application does not start. */
public final class ModelNotLoadedException extends RuntimeException {

    private final String model;

    ModelNotLoadedException(String model, Throwable cause) {
        super("emotion.model=" + model + " cannot be used: " + cause.getMessage(), cause);
        this.model = model;
    }

    /** The value of {@code emotion.model}. */
    public String model() {
        return model;
    }
}
