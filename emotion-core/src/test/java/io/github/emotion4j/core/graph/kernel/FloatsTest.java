package io.github.emotion4j.core.graph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Memory as a whole and in slices, also where it is more than one buffer of Java's can address. */
class FloatsTest {

    @Test
    void whatIsWrittenThroughASliceIsReadThroughTheWhole() {
        try (var all = Floats.allocate(10)) {
            all.slice(4, 3).put(FloatBuffer.wrap(new float[] {1, 2, 3}));
            all.slice(8, 2).put(1, 9);
            assertThat(all.toArray()).containsExactly(0, 0, 0, 0, 1, 2, 3, 0, 0, 9);
            try (var copy = Floats.allocate(3)) {
                all.slice(5, 3).copyTo(copy);
                assertThat(copy.toArray()).containsExactly(2, 3, 0);
            }
        }
    }

    @Test
    void aSliceBeyondTheEndIsRefusedHoweverLarge() {
        try (var all = Floats.allocate(10)) {
            assertThatThrownBy(() -> all.slice(4, 7)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> all.slice(4, Integer.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> all.slice(1, 3).put(FloatBuffer.allocate(4)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Tag("slow")
    @Test
    void memoryOfMoreThanTwoGigabytesIsReadAndWrittenLikeLess() {
        int size = 2 * Block.WINDOW + 1000;
        float[] numbers = new float[2000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i + 1;
        }
        try (var all = Floats.allocate(size)) {
            for (int border : new int[] {Block.WINDOW, 2 * Block.WINDOW - 1, size - 1000}) {
                all.put(border - 1000, numbers, 0, 2000);
                float[] found = new float[2000];
                all.slice(border - 1000, 2000).get(0, found, 0, 2000);
                assertThat(found).containsExactly(numbers);
                assertThat(all.get(border)).isEqualTo(1001);
                int[] bits = new int[2];
                all.getBits(border - 1, bits, 2);
                assertThat(Float.intBitsToFloat(bits[1])).isEqualTo(1001);
            }
            all.slice(size - 500, 500).copyTo(all.slice(0, 500));
            assertThat(all.get(499)).isEqualTo(2000);
            assertThat(all.pointer(size - 1).get()).isEqualTo(2000);
        }
    }
}
