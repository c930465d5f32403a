package io.github.emotion4j.core.graph.kernel;

/**
 * Element-wise functions and sums over heap arrays, written so that the JIT vectorises them: no calls, no branches, several accumulators.
 * Accuracies are the largest errors found on a grid of a million points.
 */
public final class VectorMath {

    private static final float LOG2_E = 1.44269504088896341f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /** Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits. */
    private static final float ROUND = 12582912f;

    private static final float EXP_LOWEST = -87f;
    private static final float EXP_HIGHEST = 88f;
    private static final float ERF_LIMIT = 3.832506856900711f;

    private VectorMath() {}

    /**
     * {@code x = e^x}, relative error below 1e-7 (Cephes' expf: range reduction by powers of two and a polynomial). Below -87 the result is
     * {@code e^-87}, about 1.6e-38.
     *
     * @param power scratch of at least {@code count} elements
     */
    static void exp(float[] x, float[] power, int count) {
        for (int i = 0; i < count; i++) {
            float v = Math.min(Math.max(x[i], EXP_LOWEST), EXP_HIGHEST);
            float t = v * LOG2_E + ROUND;
            float n = t - ROUND;
            float r = (v - n * LN2_HIGH) - n * LN2_LOW;
            float p = 1.9875691500E-4f;
            p = p * r + 1.3981999507E-3f;
            p = p * r + 8.3334519073E-3f;
            p = p * r + 4.1665795894E-2f;
            p = p * r + 1.6666665459E-1f;
            p = p * r + 5.0000001201E-1f;
            x[i] = p * (r * r) + r + 1f;
            power[i] = t;
        }
        for (int i = 0; i < count; i++) {
            x[i] *= Float.intBitsToFloat((Float.floatToRawIntBits(power[i]) << 23) + 0x3F800000);
        }
    }

    /**
     * {@code y = erf(x)}, absolute error below 5e-7 (the rational approximation of odd degree 13 over degree 8 that Eigen and XLA use).
     */
    static void erf(float[] x, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            float v = Math.min(Math.max(x[i], -ERF_LIMIT), ERF_LIMIT);
            float s = v * v;
            float p = -2.72614225801306e-10f;
            p = p * s + 2.77068142495902e-08f;
            p = p * s - 2.10102402082508e-06f;
            p = p * s - 5.69250639462346e-05f;
            p = p * s - 7.34990630326855e-04f;
            p = p * s - 2.95459980854025e-03f;
            p = p * s - 1.60960333262415e-02f;
            float q = -1.45660718464996e-05f;
            q = q * s - 2.13374055278905e-04f;
            q = q * s - 1.68282697438203e-03f;
            q = q * s - 7.37332916720468e-03f;
            q = q * s - 1.42647390514189e-02f;
            y[i] = v * p / q;
        }
    }

    /** The sum of {@code x[from .. from + count)}. */
    static float sum(float[] x, int from, int count) {
        float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        int end = from + count;
        int i = from;
        for (; i <= end - 8; i += 8) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
            e += x[i + 4];
            f += x[i + 5];
            g += x[i + 6];
            h += x[i + 7];
        }
        for (; i < end; i++) {
            a += x[i];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }

    /** The inner product of {@code x[xFrom ..]} and {@code y[yFrom ..]}. */
    static float dot(float[] x, int xFrom, float[] y, int yFrom, int count) {
        float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        int i = 0;
        for (; i <= count - 8; i += 8) {
            int m = xFrom + i;
            int n = yFrom + i;
            a += x[m] * y[n];
            b += x[m + 1] * y[n + 1];
            c += x[m + 2] * y[n + 2];
            d += x[m + 3] * y[n + 3];
            e += x[m + 4] * y[n + 4];
            f += x[m + 5] * y[n + 5];
            g += x[m + 6] * y[n + 6];
            h += x[m + 7] * y[n + 7];
        }
        for (; i < count; i++) {
            a += x[xFrom + i] * y[yFrom + i];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }

    /** The largest of {@code x[from .. from + count)}. */
    static float max(float[] x, int from, int count) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }
}
