package io.github.emotion4j.core.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.JsonFile;
import io.github.emotion4j.core.encoder.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the files of sentence-transformers beside a checkpoint say: how a text becomes one vector, and what is put in front of it. */
final class SentenceFiles {

    private SentenceFiles() {}

    /** How it pools, if it says so. */
    static Optional<Pooling> pooling(Path directory) throws IOException {
        Path file = directory.resolve("1_Pooling").resolve("config.json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonObject json = JsonFile.object(file);
        try {
            var modes = new TreeSet<String>();
            for (var entry : json.entrySet()) {
                if (entry.getKey().startsWith("pooling_mode_")
                        && entry.getValue().getAsBoolean()) {
                    modes.add(entry.getKey());
                }
            }
            if (modes.equals(Set.of("pooling_mode_mean_tokens"))) {
                return Optional.of(Pooling.MEAN);
            }
            if (modes.isEmpty() || modes.equals(Set.of("pooling_mode_cls_token"))) {
                return Optional.of(Pooling.CLS);
            }
            throw new InvalidModelException(file + ": " + String.join(" with ", modes)
                    + " is not supported, expected pooling_mode_mean_tokens or pooling_mode_cls_token alone");
        } catch (IllegalStateException | UnsupportedOperationException e) {
            throw new InvalidModelException(file + ": not sentence-transformers' configuration of pooling", e);
        }
    }

    /** What it puts in front of a text unasked, {@code prompts[default_prompt_name]}; empty for nothing. */
    static String prompt(Path directory) throws IOException {
        Path file = directory.resolve("config_sentence_transformers.json");
        if (!Files.isRegularFile(file)) {
            return "";
        }
        JsonObject json = JsonFile.object(file);
        JsonElement name = json.get("default_prompt_name");
        if (name == null || name.isJsonNull()) {
            return "";
        }
        try {
            JsonElement prompt = json.getAsJsonObject("prompts").get(name.getAsString());
            if (prompt == null) {
                throw new InvalidModelException(file + ": default_prompt_name is '" + name.getAsString()
                        + "', but there is no prompt of that name");
            }
            return prompt.getAsString();
        } catch (NullPointerException | ClassCastException | IllegalStateException | UnsupportedOperationException e) {
            throw new InvalidModelException(file + ": not sentence-transformers' configuration of prompts", e);
        }
    }
}
