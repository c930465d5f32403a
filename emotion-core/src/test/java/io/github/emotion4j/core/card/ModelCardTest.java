package io.github.emotion4j.core.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emotion4j.data.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {

    @TempDir
    Path folder;

    private static ModelCard card() {
        var training = new LinkedHashMap<String, String>();
        training.put("method", "finetune");
        training.put("learning rate", "1e-4");
        training.put("seed", "42");
        return new ModelCard(
                "moods: a \"test\"",
                Labels.of(List.of("joy", "sad|ness", "fear")),
                "apache-2.0",
                List.of("en"),
                Optional.of("sentence-transformers/all-MiniLM-L6-v2"),
                true,
                Optional.of(new CardData("emotion", Optional.of("dair-ai/emotion"), 16000, 31, 30, 19)),
                List.of(
                        new CardMetric(
                                "test",
                                2000,
                                "accuracy",
                                "Accuracy",
                                0.9305,
                                Optional.of(new CardMetric.Interval(0.9185, 0.941))),
                        new CardMetric("test", 2000, "f1", "Macro F1", 0.892, Optional.empty()),
                        new CardMetric("validation", 2000, "accuracy", "Accuracy", 0.9355, Optional.empty())),
                training);
    }

    @Test
    void warningsStandBeforeEverythingElseThatIsToBeRead() {
        String card = card().withWarnings(List.of("The loss rose | far.", "It has learnt little."))
                .markdown();
        assertThat(card).contains("\n## Warning\n\n- The loss rose \\| far.\n- It has learnt little.\n\n## Use\n");
        assertThat(card.indexOf("## Warning")).isLessThan(card.indexOf("## Use"));
        assertThat(card().markdown()).doesNotContain("Warning");
    }

    @Test
    void beginsWithTheMetadataThatTheHubReads() {
        assertThat(card().markdown()).startsWith("""
                        ---
                        language:
                        - "en"
                        license: "apache-2.0"
                        library_name: transformers
                        pipeline_tag: text-classification
                        tags:
                        - "text-classification"
                        - "emotion4j"
                        base_model: "sentence-transformers/all-MiniLM-L6-v2"
                        datasets:
                        - "dair-ai/emotion"
                        metrics:
                        - "accuracy"
                        - "f1"
                        model-index:
                        - name: "moods: a \\"test\\""
                          results:
                          - task:
                              type: text-classification
                              name: Text Classification
                            dataset:
                              name: "emotion"
                              type: "dair-ai/emotion"
                              split: "test"
                            metrics:
                            - type: "accuracy"
                              name: "Accuracy"
                              value: 0.9305
                            - type: "f1"
                              name: "Macro F1"
                              value: 0.8920
                          - task:
                        """);
    }

    @Test
    void saysHowGoodHowSureAndHowNoisy() {
        assertThat(card().markdown())
                .contains("| test | 2000 | Accuracy | 0.9305 | 0.9185 – 0.9410 |")
                .contains("| test | 2000 | Macro F1 | 0.8920 | – |")
                .contains("31 texts occur more than once, 30 of them with different labels")
                .contains("19 training texts occur in the validation or test split too")
                .contains("| learning rate | 1e-4 |")
                .contains("## Intended use")
                .contains("## Limits")
                .contains("joy, sad\\|ness, fear");
    }

    @Test
    void hasTheSameBytesInAnyLocale() throws Exception {
        Locale before = Locale.getDefault();
        byte[] here = Files.readAllBytes(card().write(folder));
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(card().write(folder)).hasBinaryContent(here);
        } finally {
            Locale.setDefault(before);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("README.md"));
        }
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        var bare = new ModelCard(
                "m",
                Labels.of(List.of("a", "b")),
                "other",
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                Map.of());
        assertThat(bare.markdown())
                .doesNotContain(
                        "```python",
                        "library_name: transformers",
                        "model-index",
                        "base_model",
                        "datasets",
                        "language:",
                        "metrics:",
                        "## Training")
                .contains("Nothing was measured");
    }

    @Test
    void refusesImpossibleCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CardData("d", Optional.empty(), 10, 2, 3, 0))
                .withMessageContaining("2 repeated texts, 3 of them conflicting");
    }
}
