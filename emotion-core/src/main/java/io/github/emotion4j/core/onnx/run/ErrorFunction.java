package io.github.emotion4j.core.onnx.run;

/**
 * The error function to 1e-9, between points where it is known to 1e-14 by the cubic that has its values and its slopes there.
 */
public final class ErrorFunction {

    private static final double REACH = 6;
    private static final int STEPS_PER_UNIT = 64;
    private static final double[] VALUES = new double[(int) REACH * STEPS_PER_UNIT + 1];
    private static final double[] SLOPES = new double[VALUES.length];

    static {
        for (int i = 0; i < VALUES.length; i++) {
            double x = (double) i / STEPS_PER_UNIT;
            VALUES[i] = series(x);
            SLOPES[i] = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) / STEPS_PER_UNIT;
        }
    }

    private ErrorFunction() {}

    /** The error function. */
    public static double erf(double x) {
        double at = Math.abs(x) * STEPS_PER_UNIT;
        int i = (int) at;
        if (i >= VALUES.length - 1) {
            return Math.signum(x);
        }
        double t = at - i;
        double u = 1 - t;
        double value = u * u * ((1 + 2 * t) * VALUES[i] + t * SLOPES[i])
                + t * t * ((1 + 2 * u) * VALUES[i + 1] - u * SLOPES[i + 1]);
        return x < 0 ? -value : x > 0 ? value : x;
    }

    /** 2/√π Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)), in the form without cancellation: e^(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!. */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
