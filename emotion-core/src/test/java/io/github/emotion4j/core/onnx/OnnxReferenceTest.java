package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every file of the reference folder gives the exporter's numbers. */
class OnnxReferenceTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("emotion.reference", "missing")).resolve("onnx");

    @TestFactory
    Stream<DynamicTest> everyReferenceFileGivesTheExportersNumbers() throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), () -> "no reference files in " + FOLDER);
        List<Path> files;
        try (var list = Files.list(FOLDER)) {
            files = list.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> verify(file)));
    }

    private static void verify(Path file) throws IOException {
        OnnxImport read = OnnxCheckpointReader.read(file);
        Path cases = Path.of(file.toString().replaceAll("\\.onnx$", ".json"));
        assertThat(worst(read, cases)).isLessThan(1e-4);
    }

    static double worst(OnnxImport read, Path cases) throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(cases)).getAsJsonObject();
        assertThat(read.checkpoint().config().heads())
                .isEqualTo(json.get("heads").getAsInt());
        assertThat(read.checkpoint().config().layers())
                .isEqualTo(json.get("layers").getAsInt());
        double worst = 0;
        for (var element : json.getAsJsonArray("cases")) {
            worst = Math.max(worst, difference(read, element.getAsJsonObject()));
        }
        return worst;
    }

    private static double difference(OnnxImport read, JsonObject c) {
        JsonArray ids = c.getAsJsonArray("input_ids");
        int rows = ids.size();
        int length = ids.get(0).getAsJsonArray().size();
        var batch = new TokenBatch(
                rows,
                length,
                flat(ids),
                flat(c.getAsJsonArray("attention_mask")),
                c.has("token_type_ids") ? flat(c.getAsJsonArray("token_type_ids")) : new int[rows * length]);
        Checkpoint checkpoint = read.checkpoint();
        var encoder = new NaiveEncoder(checkpoint);
        double worst = 0;
        if (c.has("expected")) {
            double[][] found = checkpoint.head().isPresent()
                    ? encoder.logits(batch, read.pooling().orElseThrow())
                    : encoder.features(batch, read.pooling().orElseThrow());
            if (read.normalised()) {
                normalise(found);
            }
            JsonArray expected = c.getAsJsonArray("expected");
            int columns = found[0].length;
            assertThat(expected.size()).isEqualTo(rows * columns);
            for (int i = 0; i < expected.size(); i++) {
                worst = Math.max(worst, Math.abs(expected.get(i).getAsDouble() - found[i / columns][i % columns]));
            }
            return worst;
        }
        double[][][] found = encoder.hiddenStates(batch);
        double[][] cls = encoder.features(batch, Pooling.CLS);
        for (int row = 0; row < rows; row++) {
            JsonArray first = c.getAsJsonArray("expected_cls").get(row).getAsJsonArray();
            for (int d = 0; d < cls[row].length; d++) {
                worst = Math.max(worst, Math.abs(first.get(d).getAsDouble() - cls[row][d]));
            }
            JsonArray sums = c.getAsJsonArray("expected_token_sum").get(row).getAsJsonArray();
            for (int t = 0; t < length; t++) {
                if (!sums.get(t).isJsonNull()) {
                    double sum = 0;
                    for (double value : found[row][t]) {
                        sum += value;
                    }
                    worst = Math.max(worst, Math.abs(sums.get(t).getAsDouble() - sum));
                }
            }
        }
        return worst;
    }

    private static void normalise(double[][] rows) {
        for (double[] row : rows) {
            double square = 0;
            for (double value : row) {
                square += value * value;
            }
            for (int d = 0; d < row.length; d++) {
                row[d] /= Math.sqrt(square);
            }
        }
    }

    private static int[] flat(JsonArray rows) {
        return Stream.iterate(0, i -> i < rows.size(), i -> i + 1)
                .flatMap(i -> rows.get(i).getAsJsonArray().asList().stream())
                .mapToInt(value -> value.getAsInt())
                .toArray();
    }
}
