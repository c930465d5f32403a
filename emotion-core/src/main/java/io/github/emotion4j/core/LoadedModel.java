package io.github.emotion4j.core;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.HubDirectory;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What prediction needs of a model directory. Directories of other tools have no {@code emotion.json}: then pooling is by token 0 and logits are taken
 * as they are.
 *
 * @param checkpoint configuration, weights, head
 * @param tokenizer with the limit that the options ask for; owned by whoever takes this
 * @param pooling from hidden states to one vector
 * @param temperature logits are divided by it, greater than 0
 */
record LoadedModel(Checkpoint checkpoint, SubwordTokenizer tokenizer, Pooling pooling, double temperature) {

    private static final String SETTINGS = "emotion.json";

    static LoadedModel read(Path directory, ClassifierOptions options) throws IOException {
        JsonObject settings = settings(directory.resolve(SETTINGS));
        if (options.verify()) {
            verify(directory, settings);
        }
        Checkpoint checkpoint = HubDirectory.read(directory);
        if (checkpoint.head().isEmpty()) {
            throw new InvalidModelException(directory
                    + ": this model has no classification head, so it cannot predict labels; train one with it first");
        }
        Pooling pooling = pooling(directory, settings);
        double temperature = settings.has("temperature") ? number(directory, settings.get("temperature")) : 1;
        int positions = checkpoint.config().maxPositions();
        if (options.maxLength() > positions) {
            throw new IllegalArgumentException("maximum length " + options.maxLength() + " is more than the "
                    + positions + " positions of " + directory);
        }
        var tokenizer = options.maxLength() > 0
                ? SubwordTokenizer.load(directory, options.maxLength())
                : SubwordTokenizer.load(directory);
        if (tokenizer.vocabularySize() > checkpoint.config().vocabularySize()) {
            tokenizer.close();
            throw new InvalidModelException(directory + ": the tokenizer has " + tokenizer.vocabularySize()
                    + " tokens, the model " + checkpoint.config().vocabularySize() + "; they do not belong together");
        }
        return new LoadedModel(checkpoint, tokenizer, pooling, temperature);
    }

    private static JsonObject settings(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new JsonObject();
        }
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new InvalidModelException(file + ": not a JSON object: " + e.getMessage(), e);
        }
    }

    private static Pooling pooling(Path directory, JsonObject settings) {
        if (!settings.has("pooling")) {
            return Pooling.CLS;
        }
        String name = settings.get("pooling").getAsString();
        try {
            return Pooling.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(
                    directory.resolve(SETTINGS) + ": pooling '" + name + "' is not supported, expected cls or mean", e);
        }
    }

    private static double number(Path directory, JsonElement value) {
        try {
            double number = value.getAsDouble();
            if (number > 0 && number < Double.POSITIVE_INFINITY) {
                return number;
            }
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            // said below
        }
        throw new InvalidModelException(
                directory.resolve(SETTINGS) + ": temperature must be a number > 0, found " + value);
    }

    private static void verify(Path directory, JsonObject settings) throws IOException {
        if (!settings.has("sha256") || !settings.get("sha256").isJsonObject()) {
            throw new InvalidModelException(directory.resolve(SETTINGS)
                    + ": there are no checksums to verify; load the model without verification, or save it anew");
        }
        for (var entry : settings.getAsJsonObject("sha256").entrySet()) {
            Path file = directory.resolve(entry.getKey()).normalize();
            if (!file.startsWith(directory.normalize()) || !Files.isRegularFile(file)) {
                throw new InvalidModelException(
                        directory + ": there is no file '" + entry.getKey() + "', which " + SETTINGS + " names");
            }
            String found = sha256(file);
            if (!found.equals(entry.getValue().getAsString())) {
                throw new InvalidModelException(file + ": its SHA-256 is " + found + ", " + SETTINGS + " says "
                        + entry.getValue().getAsString() + "; the file was changed or damaged, fetch it again");
            }
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[1 << 16];
            for (int count; (count = in.read(chunk)) >= 0; ) {
                digest.update(chunk, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
