package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.hub.HubDirectory;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.Labels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelOnDiskTest {

    private static final List<String> TEXTS =
            List.of("i feel so happy today", "", "no idea why i am afraid of that, really");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-distilbert", "tiny-bert"})
    void whatIsWrittenIsReadAgainBitForBit(String name) throws Exception {
        Model model = ModelDirectory.read(TinyModels.path(name))
                .withTemperature(1.5)
                .withTraining(Map.of("seed", 42.0, "data", List.of("a", "b")))
                .withWarnings(List.of("Its loss rose."));

        ModelDirectory.write(model, folder.resolve("copy"));
        Model copy = ModelDirectory.read(folder.resolve("copy"));

        assertThat(copy.checkpoint().config()).isEqualTo(model.checkpoint().config());
        assertThat(copy.labels()).isEqualTo(model.labels());
        assertThat(copy.temperature()).isEqualTo(1.5);
        assertThat(copy.training()).isEqualTo(model.training()).containsKeys("seed", "data");
        assertThat(copy.warnings()).containsExactly("Its loss rose.");
        assertThat(copy.withWarnings(List.of()).training()).containsOnlyKeys("seed", "data");
        assertThat(predictions(folder.resolve("copy"))).isEqualTo(predictions(model));
        ModelDirectory.verify(folder.resolve("copy"));
        assertThat(folder.resolve("copy").resolve("head.safetensors")).doesNotExist();
    }

    @Test
    void aForeignHeadOfOneLogitIsNotTakenForALabelThatIsAlwaysCertain() throws Exception {
        Path path = Files.createDirectories(folder.resolve("regression"));
        Checkpoint whole = ModelDirectory.read(TinyModels.path("tiny-bert")).checkpoint();
        int width = whole.config().hiddenSize();
        var one = new Head(
                whole.head().orElseThrow().hidden(), Tensor.of(new float[width], 1, width), Tensor.of(new float[1], 1));
        HubDirectory.write(new Checkpoint(whole.config(), whole.weights(), Optional.of(one), Optional.empty()), path);

        assertThatThrownBy(() -> ModelDirectory.read(path))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("single logit")
                .hasMessageContaining("regression");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"pooling_mode_mean_tokens\": true, \"pooling_mode_cls_token\": false}', MEAN",
        "'{\"pooling_mode_mean_tokens\": false, \"pooling_mode_cls_token\": true}', CLS",
        "'{\"pooling_mode_max_tokens\": true, \"pooling_mode_mean_tokens\": false}', ",
        "'{\"pooling_mode_mean_tokens\": true, \"pooling_mode_cls_token\": true}', "
    })
    void aPoolingOfSentenceTransformersIsTakenOrRefusedButNotReplaced(String json, Pooling expected) throws Exception {
        Path path = Files.createDirectories(folder.resolve("sentence"));
        Checkpoint whole = ModelDirectory.read(TinyModels.path("tiny-bert")).checkpoint();
        HubDirectory.write(new Checkpoint(whole.config(), whole.weights(), Optional.empty(), Optional.empty()), path);
        Files.writeString(Files.createDirectories(path.resolve("1_Pooling")).resolve("config.json"), json);

        if (expected == null) {
            assertThatThrownBy(() -> ModelDirectory.read(path))
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining("is not supported, expected pooling_mode_mean_tokens");
        } else {
            assertThat(ModelDirectory.read(path).pooling()).isEqualTo(expected);
        }
    }

    @Test
    void thePromptOfSentenceTransformersStandsBeforeEveryTextAndIsSavedInTheTokenizer() throws Exception {
        Path path = Files.createDirectories(folder.resolve("sentence"));
        Model whole = ModelDirectory.read(TinyModels.path("tiny-bert"));
        ModelDirectory.write(whole, path);
        Files.delete(path.resolve("emotion.json"));
        Files.writeString(
                path.resolve("config_sentence_transformers.json"),
                "{\"prompts\": {\"query\": \"feel: \"}, \"default_prompt_name\": \"query\"}");
        int[] expected;
        try (var tokenizer = whole.openTokenizer()) {
            expected = tokenizer.encode("feel: joy").ids();
        }

        Model prompted = ModelDirectory.read(path);
        ModelDirectory.write(prompted, folder.resolve("saved"));

        assertThat(prompted.prompt()).isEqualTo("feel: ");
        for (Model model : List.of(prompted, ModelDirectory.read(folder.resolve("saved")))) {
            try (var tokenizer = model.openTokenizer()) {
                assertThat(tokenizer.encode("joy").ids()).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"default_prompt_name\": \"query\"}', not sentence-transformers' configuration",
        "'{\"prompts\": {}, \"default_prompt_name\": \"query\"}', there is no prompt of that name",
        "'{\"prompts\": {\"query\": 1e400}, \"default_prompt_name\": []}', not sentence-transformers' configuration"
    })
    void aPromptThatCannotBeFoundIsRefused(String json, String message) throws Exception {
        Path path = folder.resolve("sentence");
        ModelDirectory.write(ModelDirectory.read(TinyModels.path("tiny-bert")), path);
        Files.delete(path.resolve("emotion.json"));
        Files.writeString(path.resolve("config_sentence_transformers.json"), json);

        assertThatThrownBy(() -> ModelDirectory.read(path))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"tiny-distilbert, CLS", "tiny-bert, CLS", "tiny-distilbert, MEAN", "tiny-bert, MEAN"})
    void aLinearHeadIsKeptExactly(String name, Pooling pooling) throws Exception {
        Model linear = linear(name, pooling);

        ModelDirectory.write(linear, folder.resolve("model"));

        assertThat(predictions(folder.resolve("model"))).isEqualTo(predictions(linear));
    }

    @ParameterizedTest
    @CsvSource({"tiny-distilbert, 1e-6", "tiny-bert, 1e-5"})
    void transformersComputeTheSameFromALinearHead(String name, float tolerance) throws Exception {
        Model linear = linear(name, Pooling.CLS);
        Path path = folder.resolve("model");
        ModelDirectory.write(linear, path);

        Files.delete(path.resolve("emotion.json")); // what is left is all that transformers read
        Files.delete(path.resolve("head.safetensors"));

        Head theirs = ModelDirectory.read(path).checkpoint().head().orElseThrow();
        assertThat(theirs.hidden()).isPresent();
        float[] vectors = vectors(100, linear.checkpoint().config().hiddenSize());
        assertThat(theirs.logits(vectors))
                .containsExactly(linear.checkpoint().head().orElseThrow().logits(vectors), within(tolerance));
        float[][] exact = predictions(linear);
        float[][] probabilities = predictions(path);
        for (int row = 0; row < exact.length; row++) {
            assertThat(probabilities[row]).containsExactly(exact[row], within(tolerance));
        }
    }

    @Test
    void aDirectoryWithTheHeadOfEarlierVersionsIsReadAsItsHeadFileSays() throws Exception {
        // They wrote a DistilBERT's linear head as max(0, x + 64) - 64 for transformers, and the exact one beside it.
        Model linear = linear("tiny-distilbert", Pooling.CLS);
        Path path = folder.resolve("model");
        ModelDirectory.write(linear, path);
        Path earlier = folder.resolve("earlier");
        ModelDirectory.write(
                linear.withCheckpoint(withHead(linear.checkpoint(), shifted(linear.checkpoint()))), earlier);
        for (String exact : List.of("emotion.json", "head.safetensors")) {
            Files.copy(path.resolve(exact), earlier.resolve(exact), StandardCopyOption.REPLACE_EXISTING);
        }

        Head read = ModelDirectory.read(earlier).checkpoint().head().orElseThrow();

        assertThat(read.hidden()).isEmpty();
        assertThat(read.weight().toArray())
                .isEqualTo(linear.checkpoint().head().orElseThrow().weight().toArray());
        assertThat(predictions(earlier)).isEqualTo(predictions(linear));
    }

    @ParameterizedTest
    @CsvSource({"tiny-distilbert, 12, true", "tiny-distilbert, 13, false", "tiny-bert, 13, true"})
    void aLinearHeadOfTooManyLabelsForDistilBertsClassLeavesTransformersTheEncoder(
            String name, int labels, boolean fits) throws Exception {
        Model linear = linear(name, Pooling.CLS, labels);
        assertThat(linear.checkpoint().config().hiddenSize()).isEqualTo(24);
        Path path = folder.resolve("model");

        ModelDirectory.write(linear, path);

        assertThat(ModelDirectory.loadsInTransformers(linear)).isEqualTo(fits);
        assertThat(predictions(path)).isEqualTo(predictions(linear));
        Files.delete(path.resolve("emotion.json"));
        assertThat(ModelDirectory.read(path).checkpoint().head().isPresent()).isEqualTo(fits);
    }

    @Test
    void aHeadOnTheMeanLeavesTransformersTheEncoder() throws Exception {
        Path path = folder.resolve("model");

        ModelDirectory.write(linear("tiny-bert", Pooling.MEAN), path);

        assertThat(path.resolve("config.json")).content().contains("\"BertModel\"");
        Files.delete(path.resolve("emotion.json"));
        assertThat(ModelDirectory.read(path).checkpoint().head()).isEmpty();
    }

    @Test
    void theTokenizerLosesTheTruncationAndPaddingOfWhoeverSavedIt() throws Exception {
        Path source = TinyModels.copy("tiny-bert", folder);
        Path json = source.resolve("tokenizer.json");
        Files.writeString(
                json,
                Files.readString(json)
                        .replaceFirst(
                                "\"padding\": ?null",
                                "\"padding\": {\"strategy\":{\"Fixed\":9},"
                                        + "\"direction\":\"Right\",\"pad_to_multiple_of\":null,\"pad_id\":0,\"pad_type_id\":0,\"pad_token\":\"[PAD]\"}"));
        assertThat(json).content().contains("Fixed");

        ModelDirectory.write(ModelDirectory.read(source), folder.resolve("model"));

        assertThat(folder.resolve("model").resolve("tokenizer.json")).content().doesNotContain("Fixed");
    }

    @Test
    void aModelIsReplacedButNothingElse() throws Exception {
        Model model = ModelDirectory.read(TinyModels.path("tiny-bert"));
        Path path = Files.createDirectories(folder.resolve("model"));
        ModelDirectory.write(model, path);
        Files.writeString(path.resolve("leftover.txt"), "of the old model");
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "years of work");

        ModelDirectory.write(model, path);

        assertThat(path.resolve("leftover.txt")).doesNotExist();
        assertThatThrownBy(() -> ModelDirectory.write(model, foreign)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(foreign.resolve("thesis.txt")).hasContent("years of work");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(path, foreign);
        }
    }

    @Test
    void aModelWithoutTokenizerLeavesNothingBehind() throws Exception {
        Model whole = ModelDirectory.read(TinyModels.path("tiny-bert"));
        Model bare = new Model(whole.checkpoint(), whole.pooling(), Optional.empty(), 1, Map.of());

        assertThatThrownBy(() -> ModelDirectory.write(bare, folder.resolve("model")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("tokenizer");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aManifestOfTheFutureIsRefused() throws Exception {
        Path path = TinyModels.copy("tiny-bert", folder);
        Files.writeString(path.resolve("emotion.json"), "{\"format\": 2}");

        assertThatThrownBy(() -> ModelDirectory.read(path)).hasMessageContaining("newer version");
    }

    private static Model linear(String name, Pooling pooling) throws Exception {
        return linear(name, pooling, 6);
    }

    private static Model linear(String name, Pooling pooling, int labels) throws Exception {
        Model model = ModelDirectory.read(TinyModels.path(name));
        Checkpoint checkpoint = model.checkpoint();
        int width = checkpoint.config().hiddenSize();
        var random = new Random(7);
        float[] weight = new float[labels * width];
        for (int at = 0; at < weight.length; at++) {
            weight[at] = (float) random.nextGaussian() * 0.3f;
        }
        float[] bias = new float[labels];
        for (int at = 0; at < labels; at++) {
            bias[at] = 1 - at % 5 * 0.5f;
        }
        var head = new Head(Optional.empty(), Tensor.of(weight, labels, width), Tensor.of(bias, labels));
        var names = Labels.of(
                IntStream.range(0, labels).mapToObj(id -> "label" + id).toList());
        return model.withPooling(pooling)
                .withCheckpoint(new Checkpoint(
                        checkpoint.config(), checkpoint.weights(), Optional.of(head), Optional.of(names)));
    }

    private static Checkpoint withHead(Checkpoint checkpoint, Head head) {
        return new Checkpoint(checkpoint.config(), checkpoint.weights(), Optional.of(head), checkpoint.labels());
    }

    private static Head shifted(Checkpoint checkpoint) {
        Head head = checkpoint.head().orElseThrow();
        int width = checkpoint.config().hiddenSize();
        float[] identity = new float[width * width];
        float[] shift = new float[width];
        for (int at = 0; at < width; at++) {
            identity[at * width + at] = 1;
            shift[at] = 64;
        }
        float[] bias = head.bias().toArray();
        float[] weight = head.weight().toArray();
        for (int at = 0; at < weight.length; at++) {
            bias[at / width] -= 64 * weight[at];
        }
        var hidden = new Head.HiddenLayer(Tensor.of(identity, width, width), Tensor.of(shift, width), Activation.RELU);
        return new Head(Optional.of(hidden), head.weight(), Tensor.of(bias, bias.length));
    }

    /** Of the size of a LayerNorm's outputs. */
    private static float[] vectors(int rows, int width) {
        var random = new Random(11);
        float[] values = new float[rows * width];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[][] predictions(Path path) throws Exception {
        return predictions(ModelDirectory.read(path));
    }

    private static float[][] predictions(Model model) throws Exception {
        try (var classifier = EmotionClassifier.of(model, ClassifierOptions.defaults(), PredictionListener.NONE)) {
            return classifier.predict(TEXTS).stream()
                    .map(Prediction::probabilities)
                    .toArray(float[][]::new);
        }
    }
}
