package io.github.emotion4j.core.encoder;

import java.util.Objects;

/**
 * The LayerNorms of an encoder (Ba et al., 2016).
 *
 * @param placement where they stand in a block
 * @param epsilon added to the variance, greater than 0
 * @param bias whether they have one
 */
public record Normalisation(Placement placement, double epsilon, boolean bias) {

    /** Where the LayerNorms of a block stand. */
    public enum Placement {
        /** Behind each residual sum: Vaswani et al., 2017. */
        AFTER,
        /** In front of attention and feed-forward part (Xiong et al., 2020), but not of the first attention, and once behind the last block: ModernBERT. */
        BEFORE
    }

    /** Checks the ranges given above. */
    public Normalisation {
        Objects.requireNonNull(placement, "placement");
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("LayerNorm epsilon must be > 0, found " + epsilon);
        }
    }
}
