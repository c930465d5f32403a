package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.Activation;

/** Activation functions and their derivatives over heap arrays. They use the scratch slots from 5 on. */
final class Activations {

    private static final float SQRT_HALF = 0.70710678118654752f;
    private static final float INVERSE_SQRT_2PI = 0.39894228040143268f;
    private static final float SQRT_2_OVER_PI = 0.79788456080286536f;
    private static final float CUBIC = 0.044715f;

    private Activations() {}

    /** {@code x = activation(x)}. */
    static void apply(Activation activation, float[] x, int count, Scratch scratch) {
        switch (activation) {
            case GELU_ERF -> {
                float[] e = scratch.array(5, count);
                for (int i = 0; i < count; i++) {
                    e[i] = x[i] * SQRT_HALF;
                }
                VectorMath.erf(e, e, count);
                for (int i = 0; i < count; i++) {
                    x[i] = 0.5f * x[i] * (1f + e[i]);
                }
            }
            case GELU_TANH -> {
                float[] t = innerTanh(x, count, scratch);
                for (int i = 0; i < count; i++) {
                    x[i] = 0.5f * x[i] * (1f + t[i]);
                }
            }
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    x[i] = Math.max(x[i], 0f);
                }
            }
            case TANH -> {
                for (int i = 0; i < count; i++) {
                    x[i] = (float) Math.tanh(x[i]);
                }
            }
        }
    }

    /** {@code d = d * activation'(x)}. */
    static void multiplyByDerivative(Activation activation, float[] x, float[] d, int count, Scratch scratch) {
        switch (activation) {
            case GELU_ERF -> {
                float[] e = scratch.array(5, count);
                float[] g = scratch.array(6, count);
                float[] power = scratch.array(7, count);
                for (int i = 0; i < count; i++) {
                    e[i] = x[i] * SQRT_HALF;
                    g[i] = -0.5f * x[i] * x[i];
                }
                VectorMath.erf(e, e, count);
                VectorMath.exp(g, power, count);
                for (int i = 0; i < count; i++) {
                    d[i] *= 0.5f * (1f + e[i]) + x[i] * INVERSE_SQRT_2PI * g[i];
                }
            }
            case GELU_TANH -> {
                float[] t = innerTanh(x, count, scratch);
                for (int i = 0; i < count; i++) {
                    float inner = SQRT_2_OVER_PI * (1f + 3f * CUBIC * x[i] * x[i]);
                    d[i] *= 0.5f * (1f + t[i]) + 0.5f * x[i] * (1f - t[i] * t[i]) * inner;
                }
            }
            case RELU -> {
                for (int i = 0; i < count; i++) {
                    d[i] = x[i] > 0f ? d[i] : 0f;
                }
            }
            case TANH -> {
                for (int i = 0; i < count; i++) {
                    float t = (float) Math.tanh(x[i]);
                    d[i] *= 1f - t * t;
                }
            }
        }
    }

    /** {@code tanh(u) = 1 - 2 / (e^2u + 1)} of the inner polynomial of GELU's tanh form; good to 1e-7 absolute. */
    private static float[] innerTanh(float[] x, int count, Scratch scratch) {
        float[] t = scratch.array(5, count);
        float[] power = scratch.array(6, count);
        for (int i = 0; i < count; i++) {
            t[i] = Math.min(2f * SQRT_2_OVER_PI * (x[i] + CUBIC * x[i] * x[i] * x[i]), 40f);
        }
        VectorMath.exp(t, power, count);
        for (int i = 0; i < count; i++) {
            t[i] = 1f - 2f / (t[i] + 1f);
        }
        return t;
    }
}
