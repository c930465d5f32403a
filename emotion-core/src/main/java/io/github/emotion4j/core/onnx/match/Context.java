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

    /**
     * How far an activation may be off, as {@link ActivationMatch} measures it: what rounded constants in it explain (2.6e-5 in float16), and less than
     * half of what the nearest two of the known ones differ by (1.8e-4), so that none is taken for another.
     */
    double activationTolerance() {
        return half ? 8e-5 : 2e-6;
    }
}
