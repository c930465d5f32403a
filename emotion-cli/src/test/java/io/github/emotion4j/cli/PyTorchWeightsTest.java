package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that hold nothing but {@code pytorch_model.bin} beside configuration and vocabulary, as most older models of the hub do. */
class PyTorchWeightsTest {

    private static final Path RESOURCES = Path.of("../emotion-core/src/test/resources");
    private static final int VOCABULARY = 575;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bert-classifier", "distilbert-classifier"})
    void theyPredictWhatTheirSafetensorsTwinPredicts(String name) throws Exception {
        Path torch = directory("torch", name, RESOURCES.resolve("torch/hub/" + name + ".bin"), "pytorch_model.bin");
        Path twin =
                directory("twin", name, RESOURCES.resolve("hub/" + name + "/model.safetensors"), "model.safetensors");

        Run found = predict(torch);
        Run expected = predict(twin);

        assertThat(found.exit()).as(found.err()).isZero();
        assertThat(found.jsonLines()).hasSize(2).isEqualTo(expected.jsonLines());
        List<JsonObject> answers = found.jsonLines();
        assertThat(answers.get(0)).isNotEqualTo(answers.get(1)); // the texts do count
        assertThat(Run.of("models", "info", torch).json().get("parameters"))
                .isEqualTo(Run.of("models", "info", twin).json().get("parameters"));
    }

    @Test
    void oneThatWouldRunCodeIsInvalidDataAndSaysWhat() throws Exception {
        Path torch = directory(
                "torch", "bert-classifier", RESOURCES.resolve("torch/hub/bert-classifier.bin"), "pytorch_model.bin");
        Path weights = torch.resolve("pytorch_model.bin");
        byte[] bytes = Files.readAllBytes(weights);
        byte[] name = "collections\nOrderedDict".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] other = "subprocess\ncheck_output".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(other).hasSameSizeAs(name);
        int at = indexOf(bytes, name);
        System.arraycopy(other, 0, bytes, at, other.length);
        removeChecksums(bytes);
        Files.write(weights, bytes);

        Run refused = predict(torch);

        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains(weights.toString(), "asks for 'subprocess.check_output'", "neither loaded nor run")
                .doesNotContain("Exception");
    }

    private static Run predict(Path model) {
        return Run.of("predict", "--model", model, "word7 word9", "word12");
    }

    private Path directory(String name, String model, Path weights, String as) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(name));
        Files.copy(RESOURCES.resolve("hub").resolve(model).resolve("config.json"), directory.resolve("config.json"));
        Files.copy(weights, directory.resolve(as));
        var words = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        while (words.size() < VOCABULARY) {
            words.add("word" + words.size());
        }
        Files.write(directory.resolve("vocab.txt"), words);
        return directory;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }

    /** As PyTorch writes them where they are switched off. */
    private static void removeChecksums(byte[] bytes) {
        byte[] entry = {'P', 'K', 1, 2};
        for (int at = 0; at < bytes.length - 46; at++) {
            if (java.util.Arrays.equals(bytes, at, at + 4, entry, 0, 4)) {
                java.util.Arrays.fill(bytes, at + 16, at + 20, (byte) 0);
            }
        }
    }
}
