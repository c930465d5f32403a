package io.github.emotion4j.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.onnx.ExpectedNumbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories with weights in each form: the same model, whatever the form. */
class WeightFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bert-classifier", "distilbert-classifier"})
    void pyTorchsFileGivesTheNumbersOfTransformersAndTheWeightsOfSafetensors(String name) throws Exception {
        copy("hub/" + name + "/config.json", "config.json");
        copy("torch/hub/" + name + ".bin", "pytorch_model.bin");

        Checkpoint torch = ModelDirectory.read(folder).checkpoint();

        assertSame(torch, name);
        assertThat(torch.head()).isPresent();
        assertThat(torch.labels().orElseThrow().names()).startsWith("sadness", "joy");
    }

    @Test
    void partsOfPyTorchsFormWithOldNamesGiveTheSameModel() throws Exception {
        copy("hub/bert-model-gamma-beta/config.json", "config.json");
        for (String file : new String[] {
            "pytorch_model.bin.index.json", "pytorch_model-00001-of-00002.bin", "pytorch_model-00002-of-00002.bin"
        }) {
            copy("torch/hub/" + file, file);
        }

        assertSame(ModelDirectory.read(folder).checkpoint(), "bert-model-gamma-beta");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adapter_config.json | an adapter",
                "onnx/model_quantized.onnx | 8 bits or fewer",
                "model_int8.onnx | 8 bits or fewer",
                "model_optimized.onnx | name the file itself",
                "model-00001-of-00002.safetensors | without the index",
                "weights.safetensors | rename the file",
                "tf_model.h5 | a TensorFlow checkpoint",
                "flax_model.msgpack | a Flax checkpoint",
                "model.Q4_K_M.gguf | GGUF",
                "checkpoint-500/model.safetensors | name that folder",
                "README.md | found README.md"
            })
    void aFolderWithoutAModelSaysWhatItHoldsAndTheWayOn(String file, String said) throws Exception {
        Path there = folder.resolve(file);
        Files.createDirectories(there.getParent());
        Files.writeString(there, "x");

        assertThatThrownBy(() -> WeightFile.of(folder))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("no model here")
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "model.onnx", "pytorch_model.bin"})
    void whatGitLfsLeftInPlaceOfTheWeightsIsNamed(String name) throws Exception {
        Files.writeString(
                folder.resolve(name), "version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 267832560\n");

        assertThatThrownBy(() -> WeightFile.of(folder)).hasMessageContaining(name + ": a Git LFS pointer");
    }

    private static void assertSame(Checkpoint torch, String name) throws IOException {
        assertThat(ExpectedNumbers.worst(torch, Pooling.CLS, false, resource("hub/" + name + ".json")))
                .isLessThan(1e-4);
        Checkpoint safetensors = ModelDirectory.read(resource("hub/" + name)).checkpoint();
        assertThat(torch.weights().keySet()).isEqualTo(safetensors.weights().keySet());
        torch.weights()
                .forEach((weight, tensor) -> assertThat(tensor.toArray())
                        .as(weight)
                        .containsExactly(safetensors.weight(weight).toArray()));
    }

    @Test
    void safetensorsComeBeforeOnnxAndOnnxBeforePyTorch() throws Exception {
        Path all = folder.resolve("all");
        Files.createDirectories(all.resolve("onnx"));
        for (String name : new String[] {
            "pytorch_model.bin.index.json",
            "pytorch_model.bin",
            "onnx/model.onnx",
            "model.onnx",
            "model.safetensors.index.json",
            "model.safetensors"
        }) {
            Files.createFile(all.resolve(name));
            assertThat(WeightFile.of(all).path()).isEqualTo(all.resolve(name));
        }
    }

    @Test
    void aDirectoryWithoutWeightsNamesThoseThatAreRead() {
        assertThatThrownBy(() -> WeightFile.of(folder))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("model.safetensors, ")
                .hasMessageContaining("pytorch_model.bin.index.json");
    }

    @Test
    void theFingerprintOfPartsIsThatOfTheirContentNotOfTheIndexAlone() throws Exception {
        copy("torch/hub/pytorch_model.bin.index.json", "pytorch_model.bin.index.json");
        copy("torch/hub/pytorch_model-00001-of-00002.bin", "pytorch_model-00001-of-00002.bin");
        copy("torch/hub/pytorch_model-00002-of-00002.bin", "pytorch_model-00002-of-00002.bin");
        String before = WeightFile.of(folder).sha256();
        assertThat(WeightFile.of(folder).sha256()).isEqualTo(before).hasSize(64);

        Path part = folder.resolve("pytorch_model-00001-of-00002.bin");
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length / 2] ^= 1; // in the middle of a weight
        Files.write(part, bytes);

        assertThat(WeightFile.of(folder).sha256()).isNotEqualTo(before);
    }

    @Test
    void aDamagedFileIsRefusedWithItsName() throws Exception {
        copy("hub/bert-classifier/config.json", "config.json");
        copy("torch/hub/bert-classifier.bin", "pytorch_model.bin");
        Path file = folder.resolve("pytorch_model.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> ModelDirectory.read(folder))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith(file + ": the zip archive is damaged")
                .hasMessageContaining("fetch the file again");
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(resource(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path resource(String name) {
        try {
            return Path.of(WeightFileTest.class.getResource("/" + name).toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
