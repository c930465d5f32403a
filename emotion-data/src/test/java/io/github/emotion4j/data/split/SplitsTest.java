package io.github.emotion4j.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitsTest {

    /** Rows with distinct texts and, per label, the given counts, in random order. */
    private static Dataset data(long seed, int... counts) {
        var rows = new ArrayList<Example>();
        for (int label = 0; label < counts.length; label++) {
            for (int i = 0; i < counts[label]; i++) {
                rows.add(new Example("text " + rows.size(), "label" + label));
            }
        }
        return Dataset.of(
                        rows,
                        Labels.of(IntStream.range(0, counts.length)
                                .mapToObj(label -> "label" + label)
                                .toList()))
                .shuffle(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_part_has_its_share_of_every_label(long seed) {
        var random = new Random(seed);
        Dataset data = data(seed, random.ints(5, 20, 900).toArray());
        double[] shares = {0.7, 0.2, 0.1};
        List<Dataset> parts = Splits.stratified(data, seed, shares);
        assertThat(parts.stream().flatMap(part -> part.texts().stream()))
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(data.texts());
        for (int part = 0; part < shares.length; part++) {
            assertThat(parts.get(part).labels()).isEqualTo(data.labels());
            assertThat((double) parts.get(part).size()).isCloseTo(data.size() * shares[part], within(2.0));
            for (int label = 0; label < 5; label++) {
                assertThat((double) parts.get(part).labelCounts()[label])
                        .as("seed " + seed)
                        .isCloseTo(data.labelCounts()[label] * shares[part], within(1.0 + 1e-6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_sample_has_that_many_rows_and_its_share_of_every_label(long seed) {
        var random = new Random(seed);
        Dataset data = data(seed, random.ints(7, 1, 900).toArray());
        int rows = random.nextInt(data.size());

        int[] sample = Splits.sample(data, rows, seed);

        assertThat(sample).as("seed " + seed).hasSize(rows).isSorted().doesNotHaveDuplicates();
        Dataset chosen = data.select(sample);
        for (int label = 0; label < 7; label++) {
            assertThat((double) chosen.labelCounts()[label])
                    .as("seed " + seed)
                    .isCloseTo(data.labelCounts()[label] * (double) rows / data.size(), within(1.0 + 1e-6));
        }
        assertThat(Splits.sample(data, rows, seed)).containsExactly(sample);
    }

    @Test
    void a_sample_of_more_rows_than_there_are_is_all_of_them() {
        assertThat(Splits.sample(data(1, 2, 3), 9, 1)).containsExactly(0, 1, 2, 3, 4);
        assertThat(Splits.sample(data(1, 2, 3), 0, 1)).isEmpty();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Splits.sample(data(1, 2, 3), -1, 1))
                .withMessage("the number of rows must be >= 0, found -1");
    }

    @Test
    void shares_of_round_numbers_are_exact() {
        List<Dataset> parts = Splits.stratified(data(3, 200, 200, 200, 200, 200, 200), 3, 0.8, 0.1, 0.1);
        assertThat(parts).extracting(Dataset::size).containsExactly(960, 120, 120);
        assertThat(parts.get(1).labelCounts()).containsOnly(20);
    }

    @Test
    void the_seed_decides_and_rows_keep_their_order() {
        Dataset data = data(1, 50, 70);
        var first = Splits.stratified(data, 42, 0.5, 0.5).get(0).texts();
        assertThat(first).isEqualTo(Splits.stratified(data, 42, 0.5, 0.5).get(0).texts());
        assertThat(first)
                .isNotEqualTo(Splits.stratified(data, 43, 0.5, 0.5).get(0).texts());
        assertThat(data.texts()).containsSubsequence(first);
    }

    @Test
    void folds_cover_each_row_once_with_every_label_in_its_share() {
        Dataset data = data(5, 103, 57, 11);
        var folds = Splits.kFold(data, 10, 7);
        assertThat(folds).hasSize(10);
        assertThat(folds.stream().flatMap(fold -> fold.test().texts().stream()))
                .containsExactlyInAnyOrderElementsOf(data.texts());
        for (var fold : folds) {
            assertThat(fold.test().size()).isBetween(17, 18);
            assertThat(fold.train().size() + fold.test().size()).isEqualTo(171);
            assertThat(fold.train().texts())
                    .doesNotContainAnyElementsOf(fold.test().texts());
            int[] counts = fold.test().labelCounts();
            assertThat(counts[0]).isBetween(10, 11);
            assertThat(counts[1]).isBetween(5, 6);
            assertThat(counts[2]).isBetween(1, 2);
        }
    }

    @Test
    void impossible_splits_are_refused() {
        Dataset data = data(1, 3, 3);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Splits.stratified(data, 1, 0.5, 0.6))
                .withMessageContaining("add up to 1");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Splits.stratified(data, 1, 0.99, 0.01))
                .withMessageContaining("no row at all");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Splits.kFold(data, 7, 1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Splits.kFold(data, 1, 1));
    }

    @Test
    void oversampling_repeats_rare_rows_equally_often() {
        Dataset data = data(2, 100, 30, 0, 7);
        Dataset balanced = Balance.OVERSAMPLE.apply(data, 9);
        assertThat(balanced.labelCounts()).containsExactly(100, 100, 0, 100);
        var times = balanced.texts().stream()
                .collect(java.util.stream.Collectors.groupingBy(t -> t, java.util.stream.Collectors.counting()));
        assertThat(times).hasSize(137);
        assertThat(data.filter(row -> row.label().equals("label3")).texts())
                .allSatisfy(text -> assertThat(times.get(text)).isBetween(14L, 15L));
        assertThat(balanced.texts()).isEqualTo(Balance.OVERSAMPLE.apply(data, 9).texts());
        assertThat(balanced.texts())
                .isNotEqualTo(Balance.OVERSAMPLE.apply(data, 10).texts());
    }

    @Test
    void undersampling_draws_distinct_rows() {
        Dataset data = data(2, 100, 30, 0, 7);
        Dataset balanced = Balance.UNDERSAMPLE.apply(data, 9);
        assertThat(balanced.labelCounts()).containsExactly(7, 7, 0, 7);
        assertThat(balanced.texts()).doesNotHaveDuplicates();
        assertThat(Balance.NONE.apply(data, 9)).isSameAs(data);
    }

    @Test
    void shuffling_keeps_rows_whole_and_filters_keep_labels() {
        Dataset data = data(4, 40, 60);
        assertThat(data.shuffle(1)).containsExactlyInAnyOrderElementsOf(data);
        assertThat(data.shuffle(1).texts()).isEqualTo(data.shuffle(1).texts()).isNotEqualTo(data.texts());
        Dataset zeros = data.filter(row -> row.label().equals("label0"));
        assertThat(zeros.labelCounts()).containsExactly(40, 0);
        var reversed = Labels.of(List.of("label1", "label0"));
        assertThat(data.withLabels(reversed)).containsExactlyElementsOf(data);
        assertThat(data.withLabels(reversed).labelCounts()).containsExactly(60, 40);
    }
}
