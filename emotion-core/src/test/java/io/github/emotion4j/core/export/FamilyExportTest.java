package io.github.emotion4j.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.FamilyCases;
import io.github.emotion4j.core.Python;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.hub.HubDirectory;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is written of every family, read by others: their numbers are those of the directory that it was read from. */
class FamilyExportTest {

    private static final float TOLERANCE = 1e-4f;

    @TempDir
    Path folder;

    static Stream<Path> directories() throws IOException {
        return FamilyCases.directories();
    }

    @ParameterizedTest
    @MethodSource("directories")
    void onnxRuntimeGivesTransformersNumbers(Path directory) throws Exception {
        FamilyCases cases = FamilyCases.of(directory);
        Checkpoint checkpoint = FamilyCases.checkpoint(directory);
        Path file = folder.resolve("model.onnx");
        OnnxExport.logits(checkpoint, checkpoint.config().head().pooling(), file);
        TokenBatch all = FamilyCases.batch(checkpoint, cases.input_ids);
        try (var runtime = new OnnxRuntime(file)) {
            assertThat(runtime.run(all, "logits")).containsExactly(FamilyCases.flat(cases.logits), within(TOLERANCE));
            for (int text = 0; text < cases.texts.size(); text++) {
                TokenBatch alone = FamilyCases.batch(checkpoint, cases.input_ids.subList(text, text + 1));
                assertThat(runtime.run(alone, "logits")).containsExactly(cases.logits.get(text), within(TOLERANCE));
            }
        }
        OnnxExport.features(checkpoint, Pooling.MEAN, file);
        try (var runtime = new OnnxRuntime(file)) {
            assertThat(runtime.run(all, "features"))
                    .containsExactly(FamilyCases.flat(cases.hidden_mean), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("directories")
    void sameDiffAloneGivesTransformersNumbers(Path directory) throws Exception {
        FamilyCases cases = FamilyCases.of(directory);
        Checkpoint checkpoint = FamilyCases.checkpoint(directory);
        Path file = folder.resolve("model.sd");
        SameDiffExport.logits(checkpoint, checkpoint.config().head().pooling(), file);
        SameDiff graph = SameDiff.load(file.toFile(), false);
        TokenBatch all = FamilyCases.batch(checkpoint, cases.input_ids);
        long[] shape = {all.rows(), all.length()};
        try (INDArray ids = Nd4j.createFromArray(all.ids()).reshape(shape);
                INDArray mask = Nd4j.createFromArray(all.mask()).reshape(shape)) {
            INDArray logits = graph.output(Map.of("input_ids", ids, "attention_mask", mask), "logits")
                    .get("logits");
            assertThat(logits.dup('c').data().asFloat())
                    .containsExactly(FamilyCases.flat(cases.logits), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("directories")
    void transformersGivesItsOwnNumbersForADirectoryOfOurs(Path directory) throws Exception {
        FamilyCases cases = FamilyCases.of(directory);
        String python = Python.with("transformers");
        Path written = Files.createDirectory(folder.resolve("model"));
        HubDirectory.write(FamilyCases.checkpoint(directory), written);
        for (String name : new String[] {"tokenizer.json", "tokenizer_config.json"}) {
            Files.copy(directory.resolve(name), written.resolve(name));
        }
        // Where the numbers come from, the longest texts were cut at a limit that the directory does not name.
        int longest = cases.input_ids.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int[] whole = IntStream.range(0, cases.texts.size())
                .filter(text -> cases.input_ids.get(text).length < longest)
                .toArray();
        assertThat(whole).isNotEmpty();
        Path texts = Files.writeString(
                folder.resolve("texts.json"),
                new Gson().toJson(IntStream.of(whole).mapToObj(cases.texts::get).toList()));

        JsonObject theirs = JsonParser.parseString(
                        Python.run(python, "transformers_logits.py", folder, written.toString(), texts.toString()))
                .getAsJsonObject();

        assertThat(theirs.getAsJsonArray("missing")).isEmpty();
        assertThat(theirs.getAsJsonArray("unexpected")).isEmpty();
        for (int i = 0; i < whole.length; i++) {
            float[] logits = new Gson().fromJson(theirs.getAsJsonArray("logits").get(i), float[].class);
            assertThat(logits).as(cases.texts.get(whole[i])).containsExactly(cases.logits.get(whole[i]), within(1e-5f));
        }
    }
}
