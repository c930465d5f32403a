package io.github.emotion4j.core.encoder;

/** How the hidden states of a text become one vector. */
public enum Pooling {
    /** The hidden state of token 0 ([CLS]). */
    CLS,
    /** The mean of the hidden states of the tokens with mask 1. */
    MEAN
}
