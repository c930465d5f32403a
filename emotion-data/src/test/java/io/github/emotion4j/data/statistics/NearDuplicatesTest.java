package io.github.emotion4j.data.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emotion4j.data.statistics.NearDuplicates.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearDuplicatesTest {

    @Test
    void case_punctuation_and_a_changed_word_do_not_hide_a_duplicate() {
        var texts = List.of(
                "I feel so happy today, I could hug the whole world!",
                "my boss is never content with anything i do",
                "i feel so happy today i could hug the whole world",
                "I feel so happy today, I could hug the wide world!",
                "the whole world is a stage",
                "\uFF29 feel so happy today; I could hug the whole world?!");
        assertThat(NearDuplicates.groups(texts, 0.7, 1)).containsExactly(List.of(0, 2, 3, 5));
        assertThat(NearDuplicates.pairs(texts, 1, 1)).containsExactly(new Pair(0, 2, 1), new Pair(0, 5, 1));
    }

    @Test
    void empty_and_short_texts_are_no_obstacle() {
        assertThat(NearDuplicates.groups(List.of("", "!", "ab", "AB", "cd"), 0.8, 1))
                .containsExactly(List.of(0, 1), List.of(2, 3));
        assertThat(NearDuplicates.groups(List.of(), 0.8, 1)).isEmpty();
    }

    @Test
    void groups_are_what_hangs_together_by_pairs() {
        long seed = 5;
        var random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (int family = 0; family < 20; family++) {
            var text = new StringBuilder();
            random.ints(60, 'a', 'z' + 1).forEach(text::appendCodePoint);
            for (int version = 0; version < 1 + family % 5; version++) { // each two changes from the one before it
                texts.add(text.toString());
                text.setCharAt(random.nextInt(60), 'X');
                text.setCharAt(random.nextInt(60), ' ');
            }
        }
        int[] group = IntStream.range(0, texts.size()).toArray();
        for (Pair pair : NearDuplicates.pairs(texts, 0.5, seed)) {
            int from = group[pair.second()];
            int to = group[pair.first()];
            IntStream.range(0, group.length).filter(at -> group[at] == from).forEach(at -> group[at] = to);
        }
        var expected = IntStream.range(0, texts.size())
                .boxed()
                .collect(Collectors.groupingBy(at -> group[at]))
                .values();
        assertThat(NearDuplicates.groups(texts, 0.5, seed))
                .as("seed " + seed)
                .hasSizeGreaterThan(5)
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().filter(rows -> rows.size() > 1).toList());
    }

    @Test
    @Timeout(60)
    void twenty_thousand_texts_of_one_template_take_no_quadratic_time() {
        var texts = IntStream.range(0, 20_000)
                .mapToObj(i -> "i feel like number " + i + " of the very many people who wrote this")
                .toList();
        assertThat(NearDuplicates.groups(texts, 0.5, 1))
                .singleElement()
                .satisfies(group -> assertThat(group).hasSize(20_000));
    }

    @Test
    void texts_of_several_data_sets_are_counted_once_each_and_leaks_between_them_told() {
        var collector = new NearDuplicateCounts.Collector();
        for (int place = 0; place < 2; place++) {
            collector.add("the very same text in both of the splits", place);
            collector.add("i feel so happy today i could hug the whole wide world " + (place == 0 ? "" : "!!"), place);
        }
        collector.add("nobody ever listens to a single word i say", 1);
        collector.add("Nobody ever listens to a single word I say", 1);

        assertThat(collector.counts(0.8, 1)).isEqualTo(new NearDuplicateCounts(2, 4, 1));
        assertThat(new NearDuplicateCounts.Collector().counts(0.8, 1)).isEqualTo(new NearDuplicateCounts(0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8})
    void what_comparing_all_pairs_finds_is_found(double threshold) {
        long seed = 17;
        var random = new Random(seed);
        var words = IntStream.range(0, 300)
                .mapToObj(i -> random.ints(3 + random.nextInt(5), 'a', 'z' + 1)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
                .toList();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            var text =
                    new ArrayList<>(random.ints(12, 0, 300).mapToObj(words::get).toList());
            texts.add(String.join(" ", text));
            text.set(random.nextInt(12), "changed");
            texts.add(String.join(" ", text));
        }
        var grams = texts.stream().map(NearDuplicatesTest::grams).toList();
        Set<Long> expected = new HashSet<>();
        for (int a = 0; a < texts.size(); a++) {
            for (int b = a + 1; b < texts.size(); b++) {
                if (jaccard(grams.get(a), grams.get(b)) >= threshold) {
                    expected.add((long) a << 32 | b);
                }
            }
        }
        var found = NearDuplicates.pairs(texts, threshold, seed).stream()
                .map(pair -> (long) pair.first() << 32 | pair.second())
                .collect(Collectors.toSet());
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(expected).as("seed " + seed).containsAll(found);
        found.forEach(expected::remove);
        assertThat(expected).as("missed, seed " + seed).hasSizeLessThan(3);
    }

    private static double jaccard(Set<String> a, Set<String> b) {
        long common = a.stream().filter(b::contains).count();
        return (double) common / (a.size() + b.size() - common);
    }

    private static Set<String> grams(String text) {
        return IntStream.rangeClosed(0, text.length() - 5)
                .mapToObj(i -> text.substring(i, i + 5))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void thresholds_outside_the_range_are_refused() {
        for (double threshold : new double[] {0.2, 1.1, Double.NaN}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> NearDuplicates.pairs(List.of(), threshold, 1));
        }
        assertThat(NearDuplicates.rowsPerBand(0.8)).isEqualTo(4);
        assertThat(NearDuplicates.rowsPerBand(1)).isEqualTo(16);
    }
}
