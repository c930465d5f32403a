package io.github.emotion4j.core.graph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {

    private static float[] mask(Dropout dropout, int count, long key) {
        float[] values = new float[count];
        Arrays.fill(values, 1f);
        dropout.apply(values, 0, count, 0, key);
        return values;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.5, 0.9})
    void theMeanOfAMaskIsOneAndTheShareOfZeroesIsTheProbability(double probability) {
        int count = 1_000_000;
        float[] mask = mask(new Dropout(probability, 3), count, 12345);
        double sum = 0;
        int zeroes = 0;
        for (float value : mask) {
            sum += value;
            zeroes += value == 0 ? 1 : 0;
        }
        // Six standard deviations of a Bernoulli variable.
        double deviation = Math.sqrt(probability * (1 - probability) / count);
        assertThat((double) zeroes / count).isCloseTo(probability, within(6 * deviation + 1e-5));
        assertThat(sum / count).isCloseTo(1, within(6 * deviation / (1 - probability) + 1e-4));
    }

    @Test
    void aMaskDoesNotDependOnHowItIsCut() {
        var dropout = new Dropout(0.3, 1);
        float[] whole = mask(dropout, 5000, 9);
        var random = new Random(4);
        for (int round = 0; round < 50; round++) {
            float[] pieces = new float[5000];
            Arrays.fill(pieces, 1f);
            for (int from = 0; from < 5000; ) {
                int count = Math.min(5000 - from, 1 + random.nextInt(300));
                dropout.apply(pieces, from, count, from, 9);
                from += count;
            }
            assertThat(pieces).isEqualTo(whole);
        }
    }

    @Test
    void otherKeysAndSitesHaveOtherMasks() {
        float[] mask = mask(new Dropout(0.5, 1), 4096, 9);
        assertThat(agreement(mask, mask(new Dropout(0.5, 1), 4096, 10))).isCloseTo(0.5, within(0.05));
        assertThat(agreement(mask, mask(new Dropout(0.5, 2), 4096, 9))).isCloseTo(0.5, within(0.05));
    }

    private static double agreement(float[] a, float[] b) {
        int equal = 0;
        for (int i = 0; i < a.length; i++) {
            equal += a[i] == b[i] ? 1 : 0;
        }
        return (double) equal / a.length;
    }

    @Test
    void nothingIsDroppedAtZeroAndOneIsRefused() {
        assertThat(new Dropout(0, 1).active()).isFalse();
        assertThatThrownBy(() -> new Dropout(1, 1)).hasMessageContaining("[0, 1), found 1.0");
        assertThatThrownBy(() -> new Dropout(Double.NaN, 1)).hasMessageContaining("NaN");
    }
}
