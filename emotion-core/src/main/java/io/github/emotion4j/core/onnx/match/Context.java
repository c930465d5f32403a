package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.term.Probe;

/**
 * What matching needs to know besides the term.
 *
 * @param probe on which the term was computed
 * @param half whether constants of the file have only float16 precision
 */
record Context(Probe probe, boolean half) {

    /** How far a scale may be off, relatively: several roundings of its type. */
    double scaleTolerance() {
        return half ? 2e-3 : 1e-6;
    }

    /** How far an activation may be off: what a rounded constant in it explains; the known ones differ by 4.7e-4 and more. */
    double activationTolerance() {
        return half ? 2e-4 : 2e-6;
    }
}
