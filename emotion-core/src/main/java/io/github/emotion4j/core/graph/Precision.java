package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.graph.kernel.Multiplier;

/**
 * What the products of linear layers are computed in. Everything else is float32 either way: the weights as they are kept and updated, the sums inside
 * a product, attention, LayerNorm, softmax and loss.
 */
public enum Precision {
    /** IEEE 754 single precision. */
    FLOAT32(Multiplier.FLOAT32),
    /**
     * Both factors are rounded to bfloat16 (8 bits of significand), to the nearest, ties to even; products of them are exact in float32 and summed in
     * float32. Twice as fast where the processor has instructions for it (AVX512_BF16, AMX); elsewhere the same numbers, no faster than float32.
     */
    BF16(Multiplier.BF16);

    private final Multiplier multiplier;

    Precision(Multiplier multiplier) {
        this.multiplier = multiplier;
    }

    /** How the kernels multiply in it. */
    public Multiplier multiplier() {
        return multiplier;
    }
}
