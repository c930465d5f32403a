package io.github.emotion4j.eval.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MostFrequentBaselineTest {

    private static final Labels LABELS = Labels.of(List.of("joy", "anger", "fear"));

    @Test
    void it_always_answers_the_most_frequent_label_with_the_shares_of_training() {
        var baseline = MostFrequentBaseline.train(new int[] {1, 0, 1, 1}, LABELS, 2);

        assertThat(baseline.labelId()).isEqualTo(1);
        assertThat(baseline.tribuoAnswer()).isEqualTo("anger");
        assertThat(baseline.probabilities(new Features(new float[] {9, 9, -9, 9}, 2)))
                .isDeepEqualTo(baseline.probabilities(2));
        assertThat(baseline.probabilities(1)[0]).containsExactly(new float[] {0.25f, 0.75f, 0}, within(1e-6f));
        assertThat(baseline.linearHead().orElseThrow().weight().shape()).containsExactly(3, 2);
    }

    @Test
    void it_is_saved_and_loaded(@TempDir Path directory) throws IOException {
        var baseline = MostFrequentBaseline.train(new int[] {2, 2, 1}, LABELS, 4);
        baseline.save(directory);

        var loaded = ClassifierKind.load(directory);

        assertThat(loaded).isInstanceOf(MostFrequentBaseline.class);
        assertThat(loaded.columns()).isEqualTo(4);
        assertThat(((MostFrequentBaseline) loaded).probabilities(3)).isDeepEqualTo(baseline.probabilities(3));
    }

    @Test
    void what_is_not_a_saved_classifier_is_named(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() -> ClassifierKind.load(directory)).hasMessageContaining("classifier.json: not found");

        Files.writeString(directory.resolve("classifier.json"), "{\"version\": 1}");
        assertThatThrownBy(() -> ClassifierKind.load(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a classifier's description");

        Files.writeString(directory.resolve("classifier.json"), "{\"version\": 2}");
        assertThatThrownBy(() -> ClassifierKind.load(directory)).hasMessageContaining("format version 2");

        Files.writeString(
                directory.resolve("classifier.json"),
                "{\"version\": 1, \"kind\": \"logistic\", \"columns\": 2, \"labels\": [\"a\"]}");
        Files.writeString(directory.resolve("classifier.tribuo.pb"), "not protobuf");
        assertThatThrownBy(() -> ClassifierKind.load(directory)).isInstanceOf(IOException.class);
    }
}
