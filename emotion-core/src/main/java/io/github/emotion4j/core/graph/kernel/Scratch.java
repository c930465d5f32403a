package io.github.emotion4j.core.graph.kernel;

import org.bytedeco.dnnl.memory;

/** Reusable memory of one thread. It keeps its content only until the same slot is asked for again. */
public final class Scratch {

    private static final int SLOTS = 8;

    private final float[][] arrays = new float[SLOTS][0];
    private final Floats[] floats = new Floats[SLOTS];
    private int[] bits = new int[0];
    private OneDnn bfloat16;

    /** A heap array of at least {@code size} elements with undefined content. */
    public float[] array(int slot, int size) {
        if (arrays[slot].length < size) {
            arrays[slot] = new float[Math.max(size, 2 * arrays[slot].length)];
        }
        return arrays[slot];
    }

    /** Native memory for at least {@code size} floats, with undefined content; its slots are not those of the arrays. */
    Floats floats(int slot, int size) {
        Floats known = floats[slot];
        if (known == null || known.size() < size) {
            if (known != null) {
                known.close();
            }
            floats[slot] = Floats.allocate(size);
        }
        return floats[slot];
    }

    /** A heap array of at least {@code size} integers with undefined content. */
    int[] bits(int size) {
        if (bits.length < size) {
            bits = new int[size];
        }
        return bits;
    }

    /** This thread's bfloat16 products. */
    OneDnn bfloat16() {
        if (bfloat16 == null) {
            bfloat16 = new OneDnn(memory.data_type.bf16);
        }
        return bfloat16;
    }
}
