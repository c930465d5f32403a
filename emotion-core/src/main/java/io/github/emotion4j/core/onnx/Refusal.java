package io.github.emotion4j.core.onnx;

/** Why a graph is not read. Caught in this package and reported with file and exporter. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refusal(String message) {
        super(message, null, false, false);
    }

    /** A refusal at a node. */
    static Refusal at(Node node, String problem) {
        return new Refusal(node.describe() + ": " + problem);
    }

    /** A refusal where something else was expected. */
    static Refusal expected(String expected, Term found) {
        return new Refusal(found.origin() + ": expected " + expected + ", found " + found.describe());
    }
}
