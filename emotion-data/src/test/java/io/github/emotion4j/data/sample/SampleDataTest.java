package io.github.emotion4j.data.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.data.Dataset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SampleDataTest {

    private static final Pattern WORD = Pattern.compile("[a-z0-9]+");

    @Test
    void everySplitHasEveryLabelEquallyOften() {
        assertThat(SampleData.train().labelCounts()).containsOnly(140).hasSize(6);
        assertThat(SampleData.validation().labelCounts()).containsOnly(30).hasSize(6);
        assertThat(SampleData.test().labelCounts()).containsOnly(30).hasSize(6);
    }

    @Test
    void noTextIsBlankOrStartsOrEndsWithASpace() {
        for (Dataset split : splits()) {
            assertThat(split.texts())
                    .allSatisfy(text -> assertThat(text).isNotBlank().isEqualTo(text.strip()));
        }
    }

    @Test
    void noTwoMessagesOfDifferentSplitsShareHalfOfTheirWords() {
        List<Dataset> splits = splits();
        for (int a = 0; a < splits.size(); a++) {
            for (int b = a + 1; b < splits.size(); b++) {
                for (String one : splits.get(a).texts()) {
                    Set<String> words = words(one);
                    for (String other : splits.get(b).texts()) {
                        assertThat(shared(words, words(other)))
                                .as("'%s' and '%s'", one, other)
                                .isLessThan(0.5);
                    }
                }
            }
        }
    }

    @Test
    void wordingAndLengthVary() {
        Dataset train = SampleData.train();

        long openings = train.texts().stream()
                .map(text -> text.toLowerCase(Locale.ROOT).split(" "))
                .map(words -> words[0] + " " + (words.length > 1 ? words[1] : ""))
                .distinct()
                .count();
        var lengths =
                train.texts().stream().mapToInt(text -> text.split(" ").length).summaryStatistics();

        assertThat(openings).isGreaterThan(train.size() / 2);
        assertThat(lengths.getMin()).isLessThan(6);
        assertThat(lengths.getMax()).isGreaterThan(25);
    }

    private static List<Dataset> splits() {
        return List.of(SampleData.train(), SampleData.validation(), SampleData.test());
    }

    private static Set<String> words(String text) {
        var words = new HashSet<String>();
        var matcher = WORD.matcher(text.toLowerCase(Locale.ROOT).replaceAll("['’]", ""));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static double shared(Set<String> a, Set<String> b) {
        long common = a.stream().filter(b::contains).count();
        return common / (double) (a.size() + b.size() - common);
    }
}
