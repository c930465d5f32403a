package io.github.emotion4j.core.encoder;

/** What a classification head answers. */
public enum Task {
    /** One label a text: softmax. */
    SINGLE_LABEL,
    /** Any number of labels a text: a sigmoid a label. */
    MULTI_LABEL
}
