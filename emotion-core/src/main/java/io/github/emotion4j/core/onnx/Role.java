package io.github.emotion4j.core.onnx;

/** What an input of an encoder's graph stands for. */
enum Role {
    /** Token ids. */
    IDS,
    /** 1 for a real token, 0 for padding. */
    MASK,
    /** The segment of each token. */
    TYPES
}
