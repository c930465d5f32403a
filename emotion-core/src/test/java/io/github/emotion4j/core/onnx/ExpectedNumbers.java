package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files of inputs and the numbers that PyTorch computed for them, compared with {@link NaiveEncoder}. */
public final class ExpectedNumbers {

    private ExpectedNumbers() {}

    /** The largest absolute difference over all cases of a file. */
    public static double worst(Checkpoint checkpoint, Pooling pooling, boolean normalised, Path cases)
            throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(cases)).getAsJsonObject();
        assertThat(checkpoint.config().heads()).isEqualTo(json.get("heads").getAsInt());
        assertThat(checkpoint.config().layers()).isEqualTo(json.get("layers").getAsInt());
        double worst = 0;
        for (var element : json.getAsJsonArray("cases")) {
            worst = Math.max(worst, difference(checkpoint, pooling, normalised, element.getAsJsonObject()));
        }
        return worst;
    }

    private static double difference(Checkpoint checkpoint, Pooling pooling, boolean normalised, JsonObject c) {
        JsonArray ids = c.getAsJsonArray("input_ids");
        int rows = ids.size();
        int length = ids.get(0).getAsJsonArray().size();
        var batch = new TokenBatch(
                rows,
                length,
                flat(ids),
                flat(c.getAsJsonArray("attention_mask")),
                c.has("token_type_ids") ? flat(c.getAsJsonArray("token_type_ids")) : new int[rows * length]);
        var encoder = new NaiveEncoder(checkpoint);
        double worst = 0;
        if (c.has("expected")) {
            double[][] found =
                    checkpoint.head().isPresent() ? encoder.logits(batch, pooling) : encoder.features(batch, pooling);
            if (normalised) {
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
