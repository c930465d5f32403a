package io.github.emotion4j.core.checkpoint;

/** Element-wise non-linearities of encoders and heads. */
public enum Activation {
    /** {@code 0.5 x (1 + erf(x / sqrt(2)))}: "gelu". */
    GELU_ERF,
    /** {@code 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}: "gelu_new", "gelu_pytorch_tanh". */
    GELU_TANH,
    /** {@code max(0, x)}. */
    RELU,
    /** Hyperbolic tangent, in BERT's pooler. */
    TANH
}
