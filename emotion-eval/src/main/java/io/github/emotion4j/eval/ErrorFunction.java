package io.github.emotion4j.eval;

/** The complementary error function: twice the upper tail of the normal distribution with variance 1/2. */
final class ErrorFunction {

    private ErrorFunction() {}

    /**
     * {@code 2/sqrt(pi) ∫ exp(-t²) dt} from x to infinity, to about 1e-13 relative: the Taylor series below 2, the continued fraction above (Abramowitz
     * and Stegun, 7.1.6 and 7.1.14).
     *
     * @param x at least 0
     */
    static double complement(double x) {
        if (x < 2) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
        }
        double fraction = x;
        for (int n = 200; n >= 1; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
    }
}
