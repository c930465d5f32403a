package io.github.emotion4j.data.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.SharedFolder;
import io.github.emotion4j.data.format.Datasets;
import io.github.emotion4j.data.format.ReadOptions;
import io.github.emotion4j.data.tokenize.CharacterTokenizer;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetStatisticsTest {

    private static Dataset shared(String file) throws IOException {
        return Datasets.read(SharedFolder.require("data/emotion/" + file), ReadOptions.defaults());
    }

    @Test
    void quantiles_are_exact() {
        var counter = new Distribution.Counter();
        IntStream.rangeClosed(1, 100).forEach(counter::add);
        assertThat(counter.distribution()).isEqualTo(new Distribution(100, 1, 50.5, 50, 95, 99, 100));
        counter.add(1_000_000);
        assertThat(counter.distribution().max()).isEqualTo(1_000_000);
        assertThat(new Distribution.Counter().distribution().max()).isZero();
        long seed = 3;
        var numbers = new Random(seed).ints(1001, 0, 3000).toArray();
        var random = new Distribution.Counter();
        IntStream.of(numbers).forEach(random::add);
        int[] sorted = IntStream.of(numbers).sorted().toArray();
        assertThat(random.distribution())
                .isEqualTo(new Distribution(
                        1001,
                        sorted[0],
                        IntStream.of(numbers).average().orElseThrow(),
                        sorted[500],
                        sorted[950],
                        sorted[990],
                        sorted[1000]));
    }

    @Test
    void words_stand_between_any_white_space() {
        assertThat(DatasetStatistics.words("  i\tfeel\u00a0so \n")).isEqualTo(3);
        assertThat(DatasetStatistics.words(" ")).isZero();
    }

    @Test
    void rows_labels_tokens_and_duplicates_are_counted() {
        var rows = List.of(
                new Example("a b", "joy"),
                new Example("a b", "joy"),
                new Example("a b", "fear"),
                new Example("abcdef", "joy"),
                new Example("abcdef", "joy"));
        var labels = Labels.of(List.of("love", "joy", "fear"));
        var tokenizer = CharacterTokenizer.fit(List.of("a b"), 4);
        var statistics = DatasetStatistics.of(Dataset.of(rows, labels), tokenizer);
        assertThat(statistics.rows()).isEqualTo(5);
        assertThat(statistics.labels()).containsExactly(entry("love", 0L), entry("joy", 4L), entry("fear", 1L));
        assertThat(statistics.words().mean()).isEqualTo(1.6);
        assertThat(statistics.tokens().orElseThrow()).isEqualTo(new Distribution(5, 3, 4.2, 3, 6, 6, 6));
        assertThat(statistics.overLimit()).isEqualTo(2);
        assertThat(statistics.overLimitShare()).isEqualTo(0.4);
        assertThat(statistics.duplicates()).isEqualTo(2);
        assertThat(statistics.conflicting()).isEqualTo(1);
        assertThat(DatasetStatistics.of(rows.iterator()).tokens()).isEmpty();
        assertThat(DatasetStatistics.of(rows.iterator()).labels().keySet()).containsExactly("fear", "joy");
    }

    @Test
    void duplicates_are_found_among_many_texts() {
        var rows = IntStream.range(0, 60_000)
                .mapToObj(i -> new Example("text " + i % 50_000, i % 50_000 < 300 && i >= 50_000 ? "other" : "same"))
                .iterator();
        var statistics = DatasetStatistics.of(rows);
        assertThat(statistics.duplicates()).isEqualTo(10_000);
        assertThat(statistics.conflicting()).isEqualTo(300);
    }

    @Test
    void the_real_tweets_have_their_known_duplicates() throws IOException {
        Dataset train = shared("train.txt");
        var statistics = DatasetStatistics.of(train);
        assertThat(statistics.rows()).isEqualTo(16_000);
        assertThat(statistics.duplicates()).isEqualTo(31);
        assertThat(statistics.conflicting()).isEqualTo(30);
        assertThat(statistics.labels()).containsEntry("joy", 5362L).containsEntry("surprise", 572L);
    }

    @Test
    void the_real_tweets_have_their_known_lengths() throws IOException {
        var words = new Distribution.Counter();
        try (var tokenizer = SubwordTokenizer.load(SharedFolder.require("vocab/uncased"), 512)) {
            for (String file : List.of("train.txt", "val.txt", "test.txt")) {
                tokenizer.encode(shared(file).texts()).forEach(encoding -> words.add(encoding.length()));
            }
        }
        Distribution tokens = words.distribution();
        assertThat(tokens.count()).isEqualTo(20_000);
        assertThat(tokens.p50()).isEqualTo(20);
        assertThat(tokens.mean()).isCloseTo(22.3, within(0.1));
        assertThat(tokens.p95()).isEqualTo(45);
        assertThat(tokens.max()).isEqualTo(87);
    }

    @Test
    void token_statistics_tell_the_levels_apart() throws IOException {
        var texts = shared("val.txt").texts();
        try (var subwords = SubwordTokenizer.load(SharedFolder.require("vocab/uncased"), 512)) {
            var statistics = TokenStatistics.of(subwords, texts.iterator());
            assertThat(statistics.vocabularySize()).isEqualTo(30_522);
            assertThat(statistics.unknownShare()).isZero();
            assertThat(TokenStatistics.of(subwords, List.of("\uD83D\uDE00 x").iterator())
                            .unknownShare())
                    .isEqualTo(0.25);
        }
    }
}
