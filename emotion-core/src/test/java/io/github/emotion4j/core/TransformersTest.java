package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.export.RandomCheckpoints;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.batch.TokenBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python's transformers load what we write and compute our logits. */
class TransformersTest {

    private static final List<String> TEXTS = List.of(
            "i feel so happy today",
            "",
            "naïve café ☕ 🙂 zzz",
            "She WAS scared, and lonely; at night!",
            "they love me ".repeat(60));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"DISTILBERT, false", "BERT, false", "DISTILBERT, true", "BERT, true"})
    void transformersGiveOurLogitsForADirectoryOfOurs(Architecture architecture, boolean plainHead) throws Exception {
        String python = Python.with("transformers");
        // The tokenizer of the tiny models, and weights of our own.
        Checkpoint checkpoint = RandomCheckpoints.of(architecture, Activation.GELU_ERF, plainHead, 161, 64, 13);
        Path directory = folder.resolve("model");
        ModelDirectory.write(
                new Model(checkpoint, Pooling.CLS, Optional.of(TinyModels.path("tiny-bert")), 1, Map.of()), directory);
        Path texts = Files.writeString(folder.resolve("texts.json"), new Gson().toJson(TEXTS));

        JsonObject theirs = JsonParser.parseString(
                        Python.run(python, "transformers_logits.py", folder, directory.toString(), texts.toString()))
                .getAsJsonObject();

        assertThat(theirs.getAsJsonArray("missing")).isEmpty();
        assertThat(theirs.getAsJsonArray("unexpected")).isEmpty();
        assertThat(theirs.getAsJsonArray("labels"))
                .extracting(JsonElement::getAsString)
                .containsExactlyElementsOf(checkpoint.labels().orElseThrow().names());
        Model read = ModelDirectory.read(directory);
        try (var tokenizer = read.openTokenizer();
                var encoder = Encoder.of(read.checkpoint())) {
            for (int text = 0; text < TEXTS.size(); text++) {
                var encoding = tokenizer.encode(TEXTS.get(text));
                assertThat(encoding.ids())
                        .as(TEXTS.get(text))
                        .isEqualTo(
                                new Gson().fromJson(theirs.getAsJsonArray("ids").get(text), int[].class));
                float[] ours = encoder.logits(TokenBatch.of(List.of(encoding)), read.pooling());
                assertThat(ours).containsExactly(row(theirs.getAsJsonArray("logits"), text), within(1e-4f));
                assertThat(ours).containsExactly(row(theirs.getAsJsonArray("batch"), text), within(1e-4f));
            }
        }
    }

    private static float[] row(JsonArray rows, int row) {
        return new Gson().fromJson(rows.get(row), float[].class);
    }
}
