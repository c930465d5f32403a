package io.github.emotion4j.core.onnx.proof;

/** How far numbers may be apart that are meant to be the same. */
enum Tolerance {
    /** A file of float32. */
    SINGLE(1e-4, 2e-6),
    /** A file that holds float16 or bfloat16, whose constants, such as a scale, are only that precise. */
    HALF(1e-2, 8e-5);

    private final double states;
    private final double activation;

    Tolerance(double states, double activation) {
        this.states = states;
        this.activation = activation;
    }

    /** Of hidden states, vectors and logits, in proportion to the number where that is above 1. */
    double states() {
        return states;
    }

    /**
     * Of the result of an activation, in proportion to its argument where that is above 1: less than half of what the nearest two of the known ones
     * differ by (1.8e-4), so that none is taken for another.
     */
    double activation() {
        return activation;
    }
}
