package io.github.emotion4j.core.encoder;

import org.apache.commons.math3.special.Erf;

/** Element-wise non-linearities of encoders and heads. */
public enum Activation {
    /** {@code 0.5 x (1 + erf(x / sqrt(2)))}: "gelu". */
    GELU_ERF,
    /** {@code 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}: "gelu_new", "gelu_pytorch_tanh". */
    GELU_TANH,
    /** {@code max(0, x)}. */
    RELU,
    /** Hyperbolic tangent, in BERT's pooler. */
    TANH;

    /** The value at x. */
    public double of(double x) {
        return switch (this) {
            case GELU_ERF -> 0.5 * x * (1 + Erf.erf(x / Math.sqrt(2)));
            case GELU_TANH -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case RELU -> Math.max(0, x);
            case TANH -> Math.tanh(x);
        };
    }
}
