package io.github.emotion4j.core.onnx.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers, their types and their rearrangement. */
class KnownTest {

    private final Known counted = Known.of(ElementType.I64, new int[] {2, 3}, new long[] {0, 1, 2, 3, 4, 5});

    @ParameterizedTest
    @CsvSource({
        "F16, 65504, 65504",
        "F16, 65520, Infinity",
        "F16, 1.00048828125, 1", // halfway between 1 and the next: to even
        "F16, 1.00146484375, 1.001953125",
        "F16, 5.960464477539063e-8, 5.960464477539063e-8", // the smallest subnormal
        "F16, 2.9e-8, 0",
        "BF16, 1.00390625, 1",
        "BF16, 1.01171875, 1.015625",
        "F32, 0.1, 0.10000000149011612",
        "F64, 0.1, 0.1"
    })
    void aNumberIsRoundedToTheNearestOfItsType(ElementType type, double value, double rounded) {
        assertThat(type.round(value)).isEqualTo(rounded);
        assertThat(type.round(-value)).isEqualTo(-rounded);
    }

    @ParameterizedTest
    @CsvSource({"I8, 200, -56", "U8, -1, 255", "I16, 40000, -25536", "I32, 4294967297, 1", "BOOL, 7, 1"})
    void anIntegerThatDoesNotFitWrapsAsInOnnx(ElementType type, long value, long cast) {
        assertThat(Known.vector(value).cast(type).toIntegers()).containsExactly(cast);
    }

    @Test
    void anExpandedTensorStoresNothingTwice() {
        Known row = Known.vector(7, 8);

        Known wide = row.expand(new int[] {1000, 1000, 2});

        assertThat(wide.storedSize()).isEqualTo(2);
        assertThat(wide.shape()).containsExactly(1000, 1000, 2);
        assertThat(row.expand(new int[] {2, 2}).toIntegers()).containsExactly(7, 8, 7, 8);
    }

    @Test
    void rearrangementsAreReadRowByRow() {
        int[] shape = counted.shape();

        assertThat(Movement.transpose(shape, 1, 0).apply(counted).toIntegers()).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(Movement.tile(shape, new long[] {1, 2}).apply(counted).toIntegers())
                .containsExactly(0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
        assertThat(Movement.gather(shape, 1, new long[] {-1, 0}, new int[] {2})
                        .apply(counted)
                        .toIntegers())
                .containsExactly(2, 0, 5, 3);
        assertThat(Movement.slice(shape, new int[] {0, 2}, new int[] {2, 2}, new int[] {1, -2})
                        .apply(counted)
                        .toIntegers())
                .containsExactly(2, 0, 5, 3);
    }

    @Test
    void severalRearrangementsInOneGoAreTheSameAsOneAfterTheOther() {
        Movement turn = Movement.transpose(new int[] {2, 3}, 1, 0);
        Movement flat = Movement.reshape(new int[] {3, 2}, new int[] {6});
        Movement odd = Movement.slice(new int[] {6}, new int[] {1}, new int[] {3}, new int[] {2});

        long[] slowly = odd.apply(flat.apply(turn.apply(counted))).toIntegers();

        assertThat(counted.pick(Movement.compose(List.of(turn, flat, odd)), odd.out())
                        .toIntegers())
                .isEqualTo(slowly);
        for (int i = 0; i < slowly.length; i++) {
            assertThat((long) turn.source(flat.source(odd.source(i)))).isEqualTo(slowly[i]);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Movement.reshape(new int[] {2, 3}, new int[] {4}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be reshaped");
        assertThatThrownBy(() -> Shape.allocatable(new int[] {1 << 12, (1 << 12) + 1}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("exceeds the limit");
        assertThatThrownBy(() -> counted.scalar())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("one number was expected");
    }
}
