package io.github.emotion4j.core.model;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.JsonFile;
import io.github.emotion4j.core.encoder.Pooling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code emotion.json}: what transformers' files do not say about a model.
 *
 * @param pooling what the head is fed with
 * @param temperature divides the logits
 * @param ownHead whether {@code head.safetensors} holds the head
 * @param files SHA-256 by file name, in hexadecimal digits
 * @param training how the model was made
 */
record Manifest(
        Pooling pooling, double temperature, boolean ownHead, Map<String, String> files, Map<String, Object> training) {

    static final String NAME = "emotion.json";
    private static final int FORMAT = 1;

    static Optional<Manifest> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonFile.object(file);
            int format = json.has("format") ? json.get("format").getAsInt() : FORMAT;
            if (format != FORMAT) {
                throw new InvalidModelException(file + ": format " + format + ", this version reads " + FORMAT
                        + "; use a newer version of emotion");
            }
            var gson = new GsonBuilder().create();
            Map<String, String> files = gson.fromJson(json.get("sha256"), new TypeToken<Map<String, String>>() {});
            Map<String, Object> training = gson.fromJson(json.get("training"), new TypeToken<Map<String, Object>>() {});
            return Optional.of(new Manifest(
                    json.has("pooling") ? pooling(file, json.get("pooling").getAsString()) : Pooling.CLS,
                    json.has("temperature") ? temperature(file, json.get("temperature")) : 1,
                    json.has("own_head") && json.get("own_head").getAsBoolean(),
                    files == null ? Map.of() : files,
                    training == null ? Map.of() : training));
        } catch (InvalidModelException e) {
            throw e;
        } catch (JsonParseException | IllegalStateException | NumberFormatException | UnsupportedOperationException e) {
            throw new InvalidModelException(file + ": not what a model's emotion.json holds: " + e.getMessage(), e);
        }
    }

    private static Pooling pooling(Path file, String name) {
        try {
            return Pooling.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(
                    file + ": pooling '" + name + "' is not supported, expected cls or mean", e);
        }
    }

    private static double temperature(Path file, JsonElement value) {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            double number = value.getAsDouble();
            if (number > 0 && number < Double.POSITIVE_INFINITY) {
                return number;
            }
        }
        throw new InvalidModelException(file + ": temperature must be a number > 0, found " + value);
    }

    void write(Path directory) throws IOException {
        var json = new JsonObject();
        var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        json.addProperty("format", FORMAT);
        json.addProperty("pooling", pooling.name().toLowerCase(Locale.ROOT));
        json.addProperty("temperature", temperature);
        json.addProperty("own_head", ownHead);
        json.add("sha256", gson.toJsonTree(files));
        json.add("training", gson.toJsonTree(training));
        var bytes = ByteBuffer.wrap((gson.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(directory.resolve(NAME), channel -> AtomicFile.writeFully(channel, bytes));
    }
}
