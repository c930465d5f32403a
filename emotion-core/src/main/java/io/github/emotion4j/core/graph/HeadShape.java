package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Head;
import java.util.Optional;

/**
 * What a classification head looks like.
 *
 * @param hidden activation of the hidden layer; empty for a plain linear head
 * @param labels number of logits
 */
public record HeadShape(Optional<Activation> hidden, int labels) {

    /** The shape of a head. */
    public static HeadShape of(Head head) {
        return new HeadShape(head.hidden().map(Head.HiddenLayer::activation), head.labels());
    }
}
