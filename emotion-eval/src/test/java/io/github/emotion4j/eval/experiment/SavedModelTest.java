package io.github.emotion4j.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.ClassifierOptions.OverLong;
import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.core.card.ModelCard;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Precision;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.calibration.Temperature;
import io.github.emotion4j.eval.classifier.ClassifierKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of every kind, as they are after they were saved: one way to predict for all of them. */
class SavedModelTest {

    private static final Path START =
            Path.of("../emotion-core/src/test/resources/io/github/emotion4j/core/tiny-distilbert");
    private static final Labels LABELS = Labels.of(List.of("day", "night", "never"));
    private static final Dataset TRAIN = data(120, 1);
    private static final List<String> TEXTS = data(70, 2).texts();

    @TempDir
    Path folder;

    private static Dataset data(int rows, long seed) {
        var random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            boolean day = random.nextBoolean();
            String words = "i feel so ".repeat(random.nextInt(5)) + (day ? "happy today" : "afraid of that");
            examples.add(new Example(words, day == random.nextInt(10) > 0 ? "day" : "night"));
        }
        return Dataset.of(examples, LABELS);
    }

    private Path saved(ClassifierKind kind, double temperature) throws IOException {
        Model start = ModelDirectory.read(START).withPooling(Pooling.MEAN);
        var splits = new Splits(TRAIN, Optional.empty(), Optional.empty());
        Outcome outcome = kind == ClassifierKind.BASELINE
                ? Experiment.baseline(start, splits)
                : Experiment.features(start, splits, kind, 3, Optional.empty(), FrozenFeatures.Progress.NONE);
        Path directory = folder.resolve("model");
        var card = new ModelCard(
                "tiny", LABELS, "other", List.of(), Optional.empty(), false, Optional.empty(), List.of(), Map.of());
        outcome.withModel(outcome.model().withTemperature(temperature)).save(directory, card, List.of());
        return directory;
    }

    private static float[][] expected(Path directory, List<String> texts, double temperature) throws IOException {
        Model model = ModelDirectory.read(directory);
        try (var features = new FrozenFeatures(model, Optional.empty())) {
            float[][] raw =
                    ClassifierKind.load(directory).probabilities(features.of(texts, FrozenFeatures.Progress.NONE));
            return Stream.of(raw).map(new Temperature(temperature)::apply).toArray(float[][]::new);
        }
    }

    @ParameterizedTest
    @EnumSource(ClassifierKind.class)
    void aServiceGetsTheAnswersOfTheClassifierThatWasTrained(ClassifierKind kind) throws IOException {
        for (double temperature : new double[] {1, 1.7}) {
            Path directory = saved(kind, temperature);
            float[][] expected = expected(directory, TEXTS, temperature);
            try (var classifier = EmotionClassifier.load(
                            directory, ClassifierOptions.defaults().withVerify(true));
                    var examiner = Examiner.load(ModelDirectory.read(directory), 16, Precision.FLOAT32)) {
                assertThat(classifier.labels()).isEqualTo(LABELS);
                List<Prediction> answers = classifier.predict(TEXTS);
                Examination seen = examiner.examine(TEXTS, 10, FrozenFeatures.Progress.NONE);
                for (int row = 0; row < expected.length; row++) {
                    assertThat(answers.get(row).probabilities()).containsExactly(expected[row], within(1e-6f));
                    assertThat(seen.probabilities()[row]).containsExactly(expected[row], within(1e-6f));
                }
                assertThat(classifier.predict(TEXTS.get(3)).probabilities())
                        .containsExactly(expected[3], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ClassifierKind.class)
    void everyOptionIsHeededWhateverTheModel(ClassifierKind kind) throws IOException {
        Path directory = saved(kind, 1);
        String tooLong = "i feel so happy today and so on";
        List<String> texts = Arrays.asList("i feel", null, tooLong, "");
        var options = ClassifierOptions.defaults()
                .withMaxLength(6)
                .withOverLong(OverLong.REJECT)
                .withMinConfidence(1);
        try (var classifier = EmotionClassifier.load(directory, options)) {
            List<Prediction> answers = classifier.predict(texts);
            assertThat(answers).extracting(Prediction::isRejected).containsExactly(false, true, true, false);
            assertThat(answers.get(1).rejection()).contains("the text is null");
            assertThat(answers.get(2).rejection().orElseThrow()).contains("at most 6 are allowed");
            assertThat(answers).extracting(Prediction::uncertain).containsOnly(true);
            assertThat(classifier.maxLength()).isEqualTo(6);
            assertThat(classifier.cut()).isZero();
        }
        try (var cutting = EmotionClassifier.load(directory, options.withOverLong(OverLong.TRUNCATE));
                var whole = EmotionClassifier.load(directory)) {
            assertThat(cutting.predict(tooLong).probabilities())
                    .containsExactly(whole.predict("i feel so happy").probabilities(), within(1e-5f));
            assertThat(cutting.cut()).isEqualTo(1);
        }
        assertThatThrownBy(() -> EmotionClassifier.load(directory, options.withMaxLength(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("positions");
    }

    @Test
    void aDirectoryPutTogetherFromTwoModelsIsRefused() throws IOException {
        Path directory = saved(ClassifierKind.FOREST, 1);
        Path description = directory.resolve("classifier.json");
        Files.writeString(description, Files.readString(description).replace("\"columns\": 24", "\"columns\": 25"));
        assertThatThrownBy(() -> EmotionClassifier.load(directory))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("vectors of 25 values, the encoder beside it has 24");
        Files.writeString(description, "{\"version\": 1, \"kind\": \"crystal ball\"}");
        assertThatThrownBy(() -> EmotionClassifier.load(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("classifier.json");
    }
}
