package io.github.emotion4j.core.graph.kernel;

/** Reusable heap arrays of one thread. An array keeps its content only until the same slot is asked for again. */
public final class Scratch {

    private static final int SLOTS = 8;

    private final float[][] arrays = new float[SLOTS][0];

    /** An array of at least {@code size} elements with undefined content. */
    public float[] array(int slot, int size) {
        if (arrays[slot].length < size) {
            arrays[slot] = new float[Math.max(size, 2 * arrays[slot].length)];
        }
        return arrays[slot];
    }
}
