package io.github.emotion4j.core.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Safetensors;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.model.WeightFile;
import io.github.emotion4j.core.onnx.ExpectedNumbers;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories as transformers writes them, with the numbers that its classes compute. */
class HubDirectoryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bert-classifier",
                "distilbert-classifier",
                "bert-sharded",
                "bert-model-gamma-beta",
                "distilbert-tokenclassifier"
            })
    void whatTransformersWroteGivesItsNumbers(String name) throws Exception {
        Checkpoint checkpoint = read(directory(name));

        double worst = ExpectedNumbers.worst(checkpoint, Pooling.CLS, false, directory(name + ".json"));
        assertThat(worst).isLessThan(1e-4);
        assertThat(checkpoint.head().isPresent()).isEqualTo(name.endsWith("-classifier"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert-classifier", "distilbert-classifier"})
    void whatIsWrittenIsReadBackTheSame(String name) throws Exception {
        Checkpoint checkpoint = read(directory(name));
        Safetensors.write(folder.resolve("model.safetensors"), HubWeights.write(checkpoint), Map.of("format", "pt"));
        Files.writeString(folder.resolve("config.json"), HubConfig.write(checkpoint, "XForSequenceClassification"));

        Checkpoint again = read(folder);

        assertThat(again.config()).isEqualTo(checkpoint.config());
        assertThat(again.labels()).contains(Labels.of(List.of("sadness", "joy", "love", "anger", "fear", "surprise")));
        assertThat(again.weights().keySet()).isEqualTo(checkpoint.weights().keySet());
        checkpoint
                .weights()
                .forEach((weight, tensor) ->
                        assertThat(again.weight(weight).toArray()).as(weight).isEqualTo(tensor.toArray()));
        assertThat(again.head().orElseThrow().weight().toArray())
                .isEqualTo(checkpoint.head().orElseThrow().weight().toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model_type\": \"distilbert\" | \"model_type\": \"longformer\" | model_type 'longformer' is not supported",
                "\"activation\": \"gelu\" | \"activation\": \"silu\" | activation 'silu' is not supported",
                "\"n_layers\": 2 | \"n_layers\": 3 | no tensor 'transformer.layer.2",
                "\"n_layers\": 2 | \"n_layers\": 1 | tensors that a DISTILBERT of 1 layers does not have",
                "\"n_layers\": 2 | \"n_layers\": 2000000000 | more than the supported",
                "\"n_heads\": 4 | \"n_heads\": 5 | not a multiple of 5 heads",
                "\"n_heads\": 4 | \"n_heads\": 4, \"is_decoder\": true | a decoder has a causal mask",
                "\"n_heads\": 4 | \"n_heads\": 4, \"position_embedding_type\": \"relative_key\" | 'relative_key' is not supported",
                "\"n_heads\": 4 | \"n_heads\": 4, \"problem_type\": \"regression\" | problem_type 'regression' is not supported",
                "\"5\": \"surprise\" | \"6\": \"surprise\" | no name for id 5",
            })
    void aConfigurationThatMeansSomethingElseIsRefused(String found, String instead, String reason) throws Exception {
        Path source = directory("distilbert-classifier");
        Files.copy(source.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        String config = Files.readString(source.resolve("config.json"));
        assertThat(config).contains(found);
        Files.writeString(folder.resolve("config.json"), config.replace(found, instead));

        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void aTensorTooManyTooFewOrOfAnotherShapeIsRefusedByName() throws Exception {
        assertRefused(t -> t.put("distilbert.adapter.weight", Tensor.of(new float[1], 1)), "distilbert.adapter.weight");
        assertRefused(t -> t.remove("classifier.bias"), "no tensor 'classifier.bias'");
        assertRefused(t -> t.remove("pre_classifier.weight"), "no 'pre_classifier.weight'");
        assertRefused(
                t -> t.put("classifier.weight", Tensor.of(new float[5 * 32], 5, 32)),
                "'classifier.bias' has the shape [6]");
        assertRefused(
                t -> t.put("transformer.layer.0.ffn.lin1.bias", Tensor.of(new float[64], 64)),
                "are names of the same weight");
    }

    private void assertRefused(Consumer<Map<String, Tensor>> change, String reason) throws Exception {
        Path source = directory("distilbert-classifier");
        Safetensors stored = Safetensors.open(source.resolve("model.safetensors"));
        var tensors = new HashMap<String, Tensor>();
        stored.names().forEach(name -> tensors.put(name, stored.tensor(name)));
        change.accept(tensors);
        Safetensors.write(folder.resolve("model.safetensors"), tensors, Map.of());
        Files.writeString(folder.resolve("config.json"), Files.readString(source.resolve("config.json")));
        assertThatThrownBy(() -> read(folder))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anIndexThatNamesAPathOrAForeignTensorIsRefused() throws IOException, URISyntaxException {
        Path source = directory("bert-sharded");
        for (String name :
                List.of("config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")) {
            Files.copy(source.resolve(name), folder.resolve(name));
        }
        String index = Files.readString(source.resolve("model.safetensors.index.json"));
        Path target = folder.resolve("model.safetensors.index.json");

        Files.writeString(target, index.replaceFirst("model-00001-of", "../model-00001-of"));
        assertThatThrownBy(() -> read(folder)).hasMessageContaining("not the name of a .safetensors file");
        Files.writeString(target, index.replaceFirst("embeddings.LayerNorm.bias", "embeddings.LayerNorm.other"));
        assertThatThrownBy(() -> read(folder)).hasMessageContaining("no tensor");
    }

    private static Checkpoint read(Path directory) throws IOException {
        return HubDirectory.read(directory, WeightFile.of(directory).open());
    }

    private static Path directory(String name) throws URISyntaxException {
        return Path.of(HubDirectoryTest.class.getResource("/hub/" + name).toURI());
    }
}
