package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.card.ModelCard;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.model.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-distilbert", "tiny-bert"})
    void aDirectoryOfTransformersGivesItsProbabilities(String name) throws Exception {
        var expected = JsonParser.parseString(
                        Files.readString(TinyModels.path(name).resolve("expected.json")))
                .getAsJsonObject();
        var texts = new ArrayList<String>();
        expected.getAsJsonArray("texts").forEach(text -> texts.add(text.getAsString()));
        try (var classifier = EmotionClassifier.load(TinyModels.path(name))) {
            assertThat(classifier.labels().names())
                    .containsExactly("sadness", "joy", "love", "anger", "fear", "surprise");
            var answers = classifier.predict(texts);
            for (int text = 0; text < texts.size(); text++) {
                var row = expected.getAsJsonArray("logits").get(text).getAsJsonArray();
                float[] logits = new float[row.size()];
                for (int id = 0; id < logits.length; id++) {
                    logits[id] = row.get(id).getAsFloat();
                }
                assertThat(answers.get(text).probabilities())
                        .as(texts.get(text))
                        .containsExactly(Softmax.of(logits, 0, logits.length, 1), within(1e-5f));
            }
        }
    }

    @Test
    void takesTheTemperatureOfTheModel() throws Exception {
        Path model = TinyModels.copy("tiny-bert", folder);
        try (var plain = EmotionClassifier.load(model)) {
            Files.writeString(model.resolve("emotion.json"), "{\"temperature\": 4}");
            try (var cooled = EmotionClassifier.load(model)) {
                assertThat(cooled.predict("").score())
                        .isLessThan(plain.predict("").score());
            }
        }
        Files.writeString(model.resolve("emotion.json"), "{\"temperature\": -1}");
        assertThatThrownBy(() -> EmotionClassifier.load(model))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("temperature must be a number > 0, found -1");
        Files.writeString(model.resolve("emotion.json"), "{\"pooling\": \"max\"}");
        assertThatThrownBy(() -> EmotionClassifier.load(model)).hasMessageContaining("pooling 'max'");
    }

    @Test
    void takesThePoolingOfTheModel() throws Exception {
        Path model = TinyModels.copy("tiny-bert", folder);
        try (var first = EmotionClassifier.load(model)) {
            Files.writeString(model.resolve("emotion.json"), "{\"pooling\": \"mean\"}");
            try (var mean = EmotionClassifier.load(model)) {
                assertThat(mean.predict("i feel so happy today")).isNotEqualTo(first.predict("i feel so happy today"));
            }
        }
    }

    @Test
    void comparesChecksumsOnRequest() throws Exception {
        Path model = TinyModels.copy("tiny-distilbert", folder);
        var verify = ClassifierOptions.defaults().withVerify(true);
        assertThatThrownBy(() -> EmotionClassifier.load(model, verify)).hasMessageContaining("no checksums");
        var sums = new JsonObject();
        sums.addProperty("config.json", "0".repeat(64));
        var settings = new JsonObject();
        settings.add("sha256", sums);
        Files.writeString(model.resolve("emotion.json"), settings.toString());
        assertThatThrownBy(() -> EmotionClassifier.load(model, verify))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("config.json: its SHA-256 is")
                .hasMessageContaining("changed or damaged");
        EmotionClassifier.load(model).close();
    }

    @Test
    void theSameModelAndCardGiveTheSameBytesAndVerify() throws Exception {
        var model = ModelDirectory.read(TinyModels.path("tiny-distilbert"));
        var card = new ModelCard(
                "tiny",
                model.labels(),
                "apache-2.0",
                List.of("en"),
                Optional.empty(),
                ModelDirectory.loadsInTransformers(model),
                Optional.empty(),
                List.of(),
                Map.of("seed", "7"));
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        ModelDirectory.write(model, card, one);
        ModelDirectory.write(model, card, two);
        try (var files = Files.list(one)) {
            var names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names)
                    .contains("README.md", "config.json", "emotion.json", "model.safetensors", "tokenizer.json");
            try (var others = Files.list(two)) {
                assertThat(others.map(file -> file.getFileName().toString()).sorted())
                        .isEqualTo(names);
            }
            for (String name : names) {
                assertThat(one.resolve(name)).hasSameBinaryContentAs(two.resolve(name));
            }
        }
        var verify = ClassifierOptions.defaults().withVerify(true);
        EmotionClassifier.load(one, verify).close();
        Files.writeString(one.resolve("README.md"), "another");
        assertThatThrownBy(() -> EmotionClassifier.load(one, verify)).hasMessageContaining("README.md: its SHA-256 is");
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertThatThrownBy(() -> EmotionClassifier.load(folder.resolve("nowhere")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("config.json");
        for (String file : Map.of("model.safetensors", 1, "tokenizer.json", 2).keySet()) {
            Path model = TinyModels.copy("tiny-bert", Files.createDirectories(folder.resolve("without-" + file)));
            Files.delete(model.resolve(file));
            assertThatThrownBy(() -> EmotionClassifier.load(model)).hasMessageContaining(file);
        }
    }

    @Test
    void refusesMoreTokensThanTheModelHasPositions() {
        var tooLong = ClassifierOptions.defaults().withMaxLength(65);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmotionClassifier.load(TinyModels.path("tiny-bert"), tooLong))
                .withMessageContaining("65 is more than the 64 positions");
    }

    @Test
    void rejectsOverLongTextsAtTheLimitAskedFor() throws Exception {
        var options = ClassifierOptions.defaults().withMaxLength(8).withOverLong(ClassifierOptions.OverLong.REJECT);
        try (var classifier = EmotionClassifier.load(TinyModels.path("tiny-distilbert"), options)) {
            assertThat(classifier.predict("i feel so happy now i").isRejected()).isFalse();
            assertThat(classifier.predict("i feel so happy now i am").rejection())
                    .contains("the text has 9 tokens, at most 8 are allowed");
        }
    }
}
