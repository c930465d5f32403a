package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "abc, abc, 0", "abc, '', 3", "fromat, format, 1", "flaw, lawn, 2"})
    void theDistanceCountsChangesInsertionsDeletionsAndSwaps(String a, String b, int distance) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(distance);
        assertThat(Suggestion.distance(b, a)).isEqualTo(distance);
    }

    @Test
    void nothingIsSuggestedForSomethingElse() {
        assertThat(Suggestion.of("banana", List.of("joy", "anger", "fear"))).isEmpty();
    }

    @Test
    void theNearestIsSuggested() {
        assertThat(Suggestion.of("angr", List.of("joy", "anger", "fear"))).isEqualTo("; did you mean 'anger'?");
    }
}
