package io.github.emotion4j.core.encoder;

import java.util.Optional;

/**
 * What a classification head looks like.
 *
 * @param hidden the hidden layer; empty for a plain linear head
 * @param labels number of logits
 * @param onUnitVector whether the pooled vector is scaled to length 1 first
 */
public record HeadShape(Optional<HeadLayout.Hidden> hidden, int labels, boolean onUnitVector) {

    /** A head on the pooled vector as it is. */
    public HeadShape(Optional<HeadLayout.Hidden> hidden, int labels) {
        this(hidden, labels, false);
    }
}
