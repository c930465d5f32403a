package io.github.emotion4j.core.onnx.term;

/** What an input of an encoder's graph stands for. */
public enum Role {
    /** Token ids. */
    IDS,
    /** 1 for a real token, 0 for padding. */
    MASK,
    /** The segment of each token. */
    TYPES
}
