package io.github.emotion4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emotion4j.data.tokenize.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {

    /** Text {@code i} consists of its own index, {@code length} times. */
    private static List<Encoding> encodings(int... lengths) {
        return IntStream.range(0, lengths.length)
                .mapToObj(i -> new Encoding(
                        IntStream.range(0, lengths[i]).map(t -> i).toArray(),
                        Collections.nCopies(lengths[i], "t"),
                        new int[lengths[i]],
                        new int[lengths[i]],
                        0))
                .toList();
    }

    private static List<Encoding> random(int size, long seed) {
        var random = new Random(seed);
        return encodings(
                IntStream.range(0, size).map(i -> 2 + random.nextInt(60)).toArray());
    }

    private static int[] rows(List<Batch> batches) {
        return batches.stream().flatMapToInt(b -> Arrays.stream(b.rows())).toArray();
    }

    private static double realShare(List<Batch> batches) {
        long real = batches.stream().mapToLong(b -> b.tokens().tokens()).sum();
        long all = batches.stream()
                .mapToLong(b -> (long) b.tokens().rows() * b.tokens().length())
                .sum();
        return (double) real / all;
    }

    private static void assertRowsHoldTheirTexts(List<Encoding> encodings, List<Batch> batches) {
        for (Batch batch : batches) {
            TokenBatch tokens = batch.tokens();
            for (int row = 0; row < tokens.rows(); row++) {
                int length = encodings.get(batch.rows()[row]).length();
                for (int t = 0; t < tokens.length(); t++) {
                    int at = row * tokens.length() + t;
                    assertThat(tokens.mask()[at]).isEqualTo(t < length ? 1 : 0);
                    assertThat(tokens.ids()[at]).isEqualTo(t < length ? batch.rows()[row] : 0);
                }
            }
        }
    }

    @Test
    void texts_are_sorted_by_length_and_padded_to_the_longest_of_their_batch() {
        var encodings = encodings(3, 5, 1, 4, 2);
        var batches = Batches.byLength(encodings, 2, 100);
        assertThat(batches).extracting(Batch::rows).containsExactly(new int[] {1, 3}, new int[] {0, 4}, new int[] {2});
        assertThat(batches).extracting(b -> b.tokens().length()).containsExactly(5, 3, 1);
        assertRowsHoldTheirTexts(encodings, batches);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 31, 32, 33, 1000, 7001})
    void every_row_is_in_exactly_one_batch(int size) {
        long seed = 7919L * size;
        var encodings = random(size, seed);
        for (var batches : List.of(
                Batches.byLength(encodings, 32, Integer.MAX_VALUE),
                Batches.byLength(encodings, 32, 200),
                Batches.shuffled(encodings, 32, seed, 0),
                Batches.shuffled(encodings, 32, seed, 1))) {
            assertThat(rows(batches))
                    .as("seed " + seed)
                    .containsExactlyInAnyOrder(IntStream.range(0, size).toArray());
            assertRowsHoldTheirTexts(encodings, batches);
        }
        assertThat(Batches.shuffled(encodings, 32, seed, 0)).hasSize((size + 31) / 32);
    }

    @Test
    void a_token_budget_makes_batches_of_long_texts_smaller() {
        var batches = Batches.byLength(encodings(100, 100, 600, 10, 10, 10, 10), 4, 200);
        assertThat(batches).extracting(b -> b.tokens().rows()).containsExactly(1, 2, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void what_comes_of_a_pass_is_in_the_order_of_the_texts(int batchSize) {
        var encodings = random(300, 5);
        List<Integer> done = new ArrayList<>();
        float[] results = Batches.run(
                encodings,
                batchSize,
                2,
                batch -> {
                    float[] values = new float[2 * batch.rows()];
                    for (int row = 0; row < batch.rows(); row++) {
                        TokenBatch one = batch.rows(row, row + 1);
                        values[2 * row] = one.ids()[0];
                        values[2 * row + 1] = one.tokens();
                    }
                    return values;
                },
                done::add);
        assertThat(results).hasSize(600);
        for (int text = 0; text < 300; text++) {
            assertThat(results[2 * text]).isEqualTo(text);
            assertThat(results[2 * text + 1]).isEqualTo(encodings.get(text).length());
        }
        assertThat(done).isSorted().endsWith(300).hasSize((300 + batchSize - 1) / batchSize);
    }

    @Test
    void rows_of_a_batch_are_cut_out_as_they_are() {
        var batch = new TokenBatch(
                3, 2, new int[] {1, 2, 3, 4, 5, 6}, new int[] {1, 1, 0, 1, 1, 0}, new int[] {0, 0, 1, 1, 0, 1});
        TokenBatch last = batch.rows(1, 3);
        assertThat(last.rows()).isEqualTo(2);
        assertThat(last.length()).isEqualTo(2);
        assertThat(last.ids()).containsExactly(3, 4, 5, 6);
        assertThat(last.mask()).containsExactly(0, 1, 1, 0);
        assertThat(last.typeIds()).containsExactly(1, 1, 0, 1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.rows(1, 4));
    }

    @Test
    void training_batches_are_nearly_without_padding_and_each_epoch_has_its_own_order() {
        var encodings = random(5000, 42);
        var first = Batches.shuffled(encodings, 64, 42, 0);
        assertThat(realShare(first)).isGreaterThan(0.93);
        assertThat(rows(first)).isEqualTo(rows(Batches.shuffled(encodings, 64, 42, 0)));
        assertThat(rows(first)).isNotEqualTo(rows(Batches.shuffled(encodings, 64, 42, 1)));
        assertThat(rows(first)).isNotEqualTo(rows(Batches.shuffled(encodings, 64, 43, 0)));
    }

    @Test
    void training_does_not_go_from_long_to_short() {
        var lengths = Batches.shuffled(random(5000, 1), 64, 1, 0).stream()
                .map(b -> b.tokens().length())
                .toList();
        long falling = IntStream.range(1, lengths.size())
                .filter(i -> lengths.get(i) < lengths.get(i - 1))
                .count();
        assertThat(falling).isBetween(lengths.size() / 4L, lengths.size() * 3L / 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1 << 28, 1 << 30, Integer.MAX_VALUE})
    void a_batch_may_be_allowed_to_be_of_any_size(int batchSize) {
        var encodings = random(20, 3);
        for (var batches : List.of(
                Batches.shuffled(encodings, batchSize, 42, 0),
                Batches.byLength(encodings, batchSize, Integer.MAX_VALUE))) {
            assertThat(batches).hasSize(1);
            assertThat(rows(batches)).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void sizes_below_one_are_refused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Batches.byLength(encodings(1), 0, 1))
                .withMessageContaining("batch size");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Batches.shuffled(encodings(1), 0, 1, 0));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Batches.byLength(encodings(1), 1, 0));
    }
}
