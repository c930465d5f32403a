package io.github.emotion4j.core.encoder;

import java.util.Optional;

/**
 * What a classification head looks like.
 *
 * @param hidden the hidden layer; empty for a plain linear head
 * @param labels number of logits
 */
public record HeadShape(Optional<HeadLayout.Hidden> hidden, int labels) {}
