package io.github.emotion4j.core.onnx.tensor;

/** Why a graph is not read; what reads the file adds its name and its exporter. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** A refusal for that reason: a sentence without the place. */
    public Refusal(String message) {
        super(message, null, false, false);
    }
}
