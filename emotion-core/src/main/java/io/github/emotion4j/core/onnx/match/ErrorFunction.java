package io.github.emotion4j.core.onnx.match;

/** The error function in double precision, by its Taylor series near 0 and its continued fraction far from it; to 1e-14. */
final class ErrorFunction {

    private ErrorFunction() {}

    static double erf(double x) {
        double a = Math.abs(x);
        double value = a < 2.5 ? series(a) : a > 6 ? 1 : 1 - complement(a);
        return x < 0 ? -value : value;
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

    /** erfc by Lentz' continued fraction, evaluated from the end. */
    private static double complement(double x) {
        double fraction = 0;
        for (int n = 120; n > 0; n--) {
            fraction = n / 2.0 / (x + fraction);
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
    }
}
