package io.github.emotion4j.core.onnx;

/** What the interpreter knows of a tensor: its numbers, or how it is computed from the token ids and the weights. */
sealed interface Value permits Known, Term {

    /** Sizes of the axes; never changed. */
    int[] shape();

    /** The element type. */
    ElementType type();
}
