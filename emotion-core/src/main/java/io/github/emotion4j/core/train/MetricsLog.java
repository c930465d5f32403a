package io.github.emotion4j.core.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code metrics.jsonl}: a line a step ({@code step, epoch, loss, gradient_norm, learning_rate, tokens_per_second}) and a line an epoch
 * ({@code step, epoch, train_loss, validation, seconds}).
 */
final class MetricsLog {

    private static final Gson GSON =
            new GsonBuilder().registerTypeAdapter(Epoch.class, new EpochJson()).create();

    private final Path file;

    private MetricsLog(Path file) {
        this.file = file;
    }

    /** Opens the log of a run; what a killed run wrote after the state it goes on from is removed. */
    static MetricsLog open(Path file, long step) throws IOException {
        List<String> kept = new ArrayList<>();
        if (step > 0 && Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (isUpTo(line, step)) {
                    kept.add(line);
                }
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.write(temporary, kept);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return new MetricsLog(file);
    }

    private static boolean isUpTo(String line, long step) {
        try {
            return JsonParser.parseString(line).getAsJsonObject().get("step").getAsLong() <= step;
        } catch (JsonSyntaxException | IllegalStateException | NullPointerException cutOff) {
            return false;
        }
    }

    void append(TrainingListener.Step step) throws IOException {
        var json = new JsonObject();
        json.addProperty("step", step.step());
        json.addProperty("epoch", step.epoch());
        json.addProperty("loss", step.loss());
        json.addProperty("gradient_norm", step.gradientNorm());
        json.addProperty("learning_rate", step.learningRate());
        json.addProperty("tokens_per_second", step.tokensPerSecond());
        append(json);
    }

    void append(long step, Epoch epoch) throws IOException {
        JsonObject json = GSON.toJsonTree(epoch, Epoch.class).getAsJsonObject();
        json.addProperty("step", step);
        append(json);
    }

    private void append(JsonObject json) throws IOException {
        // Not a channel: those are closed under the hands of an interrupted thread, and a line must be written once.
        try (var out = new FileOutputStream(file.toFile(), true)) {
            out.write((GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
