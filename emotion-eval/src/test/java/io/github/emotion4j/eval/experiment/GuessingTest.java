package io.github.emotion4j.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessingTest {

    private static final Labels LABELS = Labels.of(List.of("joy", "fear", "love"));

    /** Answers as digits, one a text. */
    private static Evaluation evaluation(String truth, String answers) {
        double[][] probabilities = answers.chars()
                .mapToObj(answer -> IntStream.range(0, 3)
                        .mapToDouble(label -> label == answer - '0' ? 0.8 : 0.1)
                        .toArray())
                .toArray(double[][]::new);
        return Evaluation.of(LABELS, truth.chars().map(label -> label - '0').toArray(), probabilities);
    }

    @ParameterizedTest
    @CsvSource({
        "0011122, 1111111, true", // the most frequent label itself
        "0011122, 0000000, true",
        "0011122, 0111000, true", // three of seven, as the most frequent
        "0011122, 0111100, false",
        "0011122, 0011122, false",
        "1111111, 0000000, false", // nothing can be better than the only label
        "1111111, 1111111, false",
        "01, 01, false",
        "01, 11, true"
    })
    void aModelAtOrBelowTheMostFrequentLabelIsToldOf(String truth, String answers, boolean warned) {
        assertThat(Guessing.warnings(Map.of("validation", evaluation(truth, answers))))
                .hasSize(warned ? 1 : 0);
    }

    @Test
    void theSentenceNamesSplitFiguresAndLabel() {
        var splits = new LinkedHashMap<String, Evaluation>();
        splits.put("validation", evaluation("0011122", "0011122"));
        splits.put("test", evaluation("0011122", "0000000"));
        assertThat(Guessing.warnings(splits))
                .hasSize(1)
                .allSatisfy(told -> assertThat(told)
                        .startsWith("On the test split the model is right in 28.6 % of the texts (macro F1 0.148)")
                        .contains("no more than the 42.9 % of answering 'fear' always"));
    }
}
