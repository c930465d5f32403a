package io.github.emotion4j.core.checkpoint;

/** Which family's names and configuration keys a checkpoint uses on disk. The computation of the encoder is the same. */
public enum Architecture {
    /** Sanh et al., 2019: no segment embeddings, no pooler; classification head of two layers with ReLU. */
    DISTILBERT,
    /** Devlin et al., 2018: segment embeddings, tanh pooler in front of the classification head. */
    BERT
}
