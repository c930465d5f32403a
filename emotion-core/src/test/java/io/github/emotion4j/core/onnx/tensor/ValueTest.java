package io.github.emotion4j.core.onnx.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors whose numbers are at hand: conversions, rearrangements, limits. */
class ValueTest {

    private final Value counted = Value.vector(0, 1, 2, 3, 4, 5).reshaped(2, 3);

    @ParameterizedTest
    @CsvSource({"I8, 200, -56", "U8, -1, 255", "I16, 40000, -25536", "I32, 4294967297, 1", "BOOL, 7, 1"})
    void anIntegerThatDoesNotFitWrapsAsInOnnx(ElementType type, long value, long cast) {
        assertThat(Value.vector(value).cast(type).integers()).containsExactly(cast);
    }

    @ParameterizedTest
    @CsvSource({"65504, 65504", "-65505, -Infinity", "3.4e38, Infinity", "0.1, 0.1"})
    void halfPrecisionLosesOnlyWhatItCannotHoldAtAll(float value, float cast) {
        assertThat(Value.scalar(value).cast(ElementType.F16).floats()).containsExactly(cast);
    }

    @Test
    void numbersOfAFileAreTakenFromWhereTheyAre() {
        Value stored = Value.view(ElementType.F32, new int[] {2, 2}, FloatBuffer.wrap(new float[] {1, 2, 3, 4}));

        assertThat(stored.strided(new int[] {2, 2}, new int[] {1, 2}, 0).floats())
                .containsExactly(1, 3, 2, 4);
        assertThat(stored.pick(new int[] {3, 0}, 2).floats()).containsExactly(4, 1);
        assertThat(stored.cast(ElementType.F64).number(2)).isEqualTo(3);
        assertThat(stored.cast(ElementType.I32).integers()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aWalkReadsInAnyOrderAndRepeats() {
        assertThat(counted.strided(new int[] {3, 2}, new int[] {1, 3}, 0).integers())
                .containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(counted.strided(new int[] {2, 2}, new int[] {3, -2}, 2).integers())
                .containsExactly(2, 0, 5, 3);
        assertThat(counted.strided(new int[] {2, 2, 3}, new int[] {0, 3, 1}, 0).integers())
                .containsExactly(0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> counted.reshaped(4))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be reshaped");
        assertThatThrownBy(() -> Shape.allocatable(new int[] {1 << 13, (1 << 13) + 1}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("exceeds the limit");
        assertThatThrownBy(counted::scalar).isInstanceOf(Refusal.class).hasMessageContaining("one number was expected");
        assertThatThrownBy(counted::floats).isInstanceOf(Refusal.class).hasMessageContaining("floating-point");
        assertThatThrownBy(counted::booleans).isInstanceOf(Refusal.class).hasMessageContaining("booleans");
    }
}
