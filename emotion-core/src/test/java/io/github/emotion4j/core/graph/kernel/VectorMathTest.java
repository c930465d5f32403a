package io.github.emotion4j.core.graph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorMathTest {

    @Test
    void expIsGoodToOneInTenMillion() {
        int count = 1_000_001;
        float[] x = new float[count];
        float[] y = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = y[i] = -87f + 175f * i / count;
        }
        VectorMath.exp(y, new float[count], count);
        double worst = 0;
        for (int i = 0; i < count; i++) {
            double exact = Math.exp(x[i]);
            worst = Math.max(worst, Math.abs(y[i] - exact) / exact);
        }
        assertThat(worst).isLessThan(1.2e-7);
        float[] extreme = {-1e30f, -Float.MAX_VALUE, 0f};
        VectorMath.exp(extreme, new float[3], 3);
        assertThat(extreme).containsExactly(new float[] {0f, 0f, 1f}, within(1e-37f));
    }

    @Test
    void erfIsGoodToFiveInTenMillion() {
        int count = 200_001;
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = -6f + 12f * i / (count - 1);
        }
        float[] y = new float[count];
        VectorMath.erf(x, y, count);
        // The integral of the density, by Simpson's rule from one grid point to the next.
        double exact = 0;
        double worst = Math.abs(y[count / 2]);
        for (int i = count / 2 + 1; i < count; i++) {
            double from = x[i - 1];
            double to = x[i];
            double middle = (from + to) / 2;
            exact += (to - from) / 6 * (density(from) + 4 * density(middle) + density(to));
            worst = Math.max(worst, Math.abs(y[i] - exact));
            worst = Math.max(worst, Math.abs(y[count - 1 - i] + exact));
        }
        assertThat(worst).isLessThan(5e-7);
        assertThat(exact).isCloseTo(1, within(1e-9));
    }

    private static double density(double x) {
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
    }

    @Test
    void sumsAndProductsOfAnyLengthAreRight() {
        var random = new Random(1);
        for (int count = 0; count < 40; count++) {
            float[] x = new float[count + 3];
            double sum = 0;
            double dot = 0;
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < x.length; i++) {
                x[i] = random.nextFloat() - 0.5f;
                if (i >= 3) {
                    sum += x[i];
                    dot += (double) x[i] * x[i];
                    max = Math.max(max, x[i]);
                }
            }
            assertThat((double) VectorMath.sum(x, 3, count)).isCloseTo(sum, within(1e-6));
            assertThat((double) VectorMath.dot(x, 3, x, 3, count)).isCloseTo(dot, within(1e-6));
            assertThat(VectorMath.max(x, 3, count)).isEqualTo(max);
        }
    }
}
