package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files of inputs and the numbers that PyTorch or onnxruntime computed for them, compared with those of an {@link Encoder}. */
public final class ExpectedNumbers {

    private ExpectedNumbers() {}

    /** The largest absolute difference over all cases of a file. */
    public static double worst(Checkpoint checkpoint, Pooling pooling, boolean normalised, Path cases)
            throws IOException {
        return worst(checkpoint, pooling, normalised, false, cases);
    }

    /** The same, where the numbers of a classifier are probabilities. */
    static double worst(Checkpoint checkpoint, Pooling pooling, boolean normalised, boolean probabilities, Path cases)
            throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(cases)).getAsJsonObject();
        assertThat(checkpoint.config().heads()).isEqualTo(json.get("heads").getAsInt());
        assertThat(checkpoint.config().layers()).isEqualTo(json.get("layers").getAsInt());
        double worst = 0;
        for (var element : json.getAsJsonArray("cases")) {
            worst = Math.max(
                    worst, difference(checkpoint, pooling, normalised, probabilities, element.getAsJsonObject()));
        }
        return worst;
    }

    private static double difference(
            Checkpoint checkpoint, Pooling pooling, boolean normalised, boolean probabilities, JsonObject c) {
        JsonArray ids = c.getAsJsonArray("input_ids");
        int rows = ids.size();
        int length = ids.get(0).getAsJsonArray().size();
        var batch = new TokenBatch(
                rows,
                length,
                flat(ids),
                flat(c.getAsJsonArray("attention_mask")),
                c.has("token_type_ids") ? flat(c.getAsJsonArray("token_type_ids")) : new int[rows * length]);
        int width = checkpoint.config().hiddenSize();
        try (Encoder encoder = Encoder.of(checkpoint)) {
            if (c.has("expected")) {
                float[] found = checkpoint.head().isPresent()
                        ? encoder.logits(batch, pooling)
                        : encoder.features(batch, pooling);
                if (normalised) {
                    normalise(found, rows);
                }
                JsonArray expected = c.getAsJsonArray("expected");
                assertThat(expected.size()).isEqualTo(found.length);
                if (probabilities) {
                    softmax(found, rows);
                }
                double worst = 0;
                for (int i = 0; i < found.length; i++) {
                    worst = Math.max(worst, Math.abs(expected.get(i).getAsDouble() - found[i]));
                }
                return worst;
            }
            return difference(encoder.hiddenStates(batch), encoder.features(batch, Pooling.CLS), width, c);
        }
    }

    private static double difference(float[] states, float[] firsts, int width, JsonObject c) {
        JsonArray sums = c.getAsJsonArray("expected_token_sum");
        double worst = 0;
        for (int row = 0; row < sums.size(); row++) {
            JsonArray first = c.getAsJsonArray("expected_cls").get(row).getAsJsonArray();
            for (int d = 0; d < width; d++) {
                worst = Math.max(worst, Math.abs(first.get(d).getAsDouble() - firsts[row * width + d]));
            }
            int length = sums.get(row).getAsJsonArray().size();
            for (int t = 0; t < length; t++) {
                if (!sums.get(row).getAsJsonArray().get(t).isJsonNull()) {
                    double sum = 0;
                    for (int d = 0; d < width; d++) {
                        sum += states[(row * length + t) * width + d];
                    }
                    worst = Math.max(
                            worst,
                            Math.abs(sums.get(row).getAsJsonArray().get(t).getAsDouble() - sum));
                }
            }
        }
        return worst;
    }

    private static void softmax(float[] logits, int rows) {
        int labels = logits.length / rows;
        for (int row = 0; row < rows; row++) {
            double total = 0;
            for (int i = row * labels; i < (row + 1) * labels; i++) {
                total += Math.exp(logits[i]);
            }
            for (int i = row * labels; i < (row + 1) * labels; i++) {
                logits[i] = (float) (Math.exp(logits[i]) / total);
            }
        }
    }

    private static void normalise(float[] vectors, int rows) {
        int width = vectors.length / rows;
        for (int row = 0; row < rows; row++) {
            double square = 0;
            for (int d = row * width; d < (row + 1) * width; d++) {
                square += vectors[d] * (double) vectors[d];
            }
            for (int d = row * width; d < (row + 1) * width; d++) {
                vectors[d] /= (float) Math.sqrt(square);
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
