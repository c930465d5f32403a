package io.github.emotion4j.core.onnx;

/** Why a graph is not read; what reads the file adds its name and its exporter. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message, null, false, false);
    }
}
