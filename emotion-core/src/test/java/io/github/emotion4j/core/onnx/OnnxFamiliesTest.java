package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Classifiers of every family as ONNX files with their {@code config.json}, against the numbers that transformers computed.
 * {@code -Demotion.families=DIR} takes another folder of the same form.
 */
class OnnxFamiliesTest {

    private static final float TOLERANCE = 1e-4f;

    /** Their constants, such as a window, are not to be seen in a graph. */
    private static final Set<Architecture> NEED_CONFIG = Set.of(Architecture.DEBERTA_V2, Architecture.MODERNBERT);

    @TempDir
    Path folder;

    private static Path families() {
        Path root = Path.of(
                System.getProperty("emotion.families", System.getProperty("emotion.reference", "none") + "/families"));
        assumeTrue(Files.isDirectory(root), () -> "no families in " + root);
        return root;
    }

    @TestFactory
    Stream<DynamicTest> everyFamilyGivesTheNumbersOfTransformers() throws IOException {
        try (Stream<Path> folders = Files.list(families())) {
            return folders.filter(each -> Files.exists(each.resolve("model.onnx"))).sorted().toList().stream()
                    .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> verify(each)));
        }
    }

    private void verify(Path directory) throws IOException {
        OnnxImport read = OnnxCheckpointReader.read(directory.resolve("model.onnx"));

        compare(read, directory.resolve("cases.json"));
        assertThat(read.notes()).isEmpty();
        Path alone = Files.copy(
                directory.resolve("model.onnx"), folder.resolve("alone.onnx"), StandardCopyOption.REPLACE_EXISTING);
        Architecture family = read.checkpoint().config().architecture();
        if (NEED_CONFIG.contains(family)) {
            assertThatThrownBy(() -> OnnxCheckpointReader.read(alone))
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining("without a config.json beside the file");
        } else {
            compare(OnnxCheckpointReader.read(alone), directory.resolve("cases.json"));
        }
    }

    private static void compare(OnnxImport read, Path cases) throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(cases)).getAsJsonObject();
        Pooling pooling = read.pooling().orElseThrow();
        try (Encoder encoder = Encoder.of(read.checkpoint())) {
            for (int text = 0; text < json.getAsJsonArray("input_ids").size(); text++) {
                int[] ids = numbers(json, "input_ids", text, int[].class);
                int[] mask = new int[ids.length];
                Arrays.fill(mask, 1);
                var batch = new TokenBatch(1, ids.length, ids, mask, new int[ids.length]);
                assertThat(encoder.logits(batch, pooling))
                        .containsExactly(numbers(json, "logits", text, float[].class), within(TOLERANCE));
                assertThat(encoder.features(batch, Pooling.CLS))
                        .containsExactly(numbers(json, "hidden_first", text, float[].class), within(TOLERANCE));
                assertThat(encoder.features(batch, Pooling.MEAN))
                        .containsExactly(numbers(json, "hidden_mean", text, float[].class), within(TOLERANCE));
            }
        }
    }

    private static <T> T numbers(JsonObject json, String name, int text, Class<T> type) {
        return new Gson().fromJson(json.getAsJsonArray(name).get(text), type);
    }

    @Test
    void aConfigurationThatTheGraphContradictsIsRefused() throws IOException {
        Path family = families().resolve("modernbert-cls");
        Path file = Files.copy(family.resolve("model.onnx"), folder.resolve("model.onnx"));
        String config = Files.readString(family.resolve("config.json"));
        for (String[] change : new String[][] {
            {"\"local_attention\": 8", "\"local_attention\": 6", "differ"},
            {"\"rope_theta\": 160000.0", "\"rope_theta\": 150000.0", "differ"},
            {"\"hidden_activation\": \"gelu\"", "\"hidden_activation\": \"relu\"", "the activation GELU_ERF"},
            {"\"num_attention_heads\": 4", "\"num_attention_heads\": 8", "an attention of 4 heads, expected 8"},
        }) {
            assertThat(config).contains(change[0]);
            Files.writeString(folder.resolve("config.json"), config.replace(change[0], change[1]));

            assertThatThrownBy(() -> OnnxCheckpointReader.read(file))
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining(change[2]);
        }
    }
}
