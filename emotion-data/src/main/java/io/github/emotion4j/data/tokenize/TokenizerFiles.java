package io.github.emotion4j.data.tokenize;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The tokenizer's files in a model folder.
 *
 * @param json the content of {@code tokenizer.json}, there or made from {@code vocab.txt}
 * @param maxLength the limit that the folder's configuration names, or 512
 */
record TokenizerFiles(byte[] json, int maxLength) {

    private static final int DEFAULT_LIMIT = 512;

    static TokenizerFiles find(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            Path json = path.resolve("tokenizer.json");
            Path vocabulary = path.resolve("vocab.txt");
            if (Files.exists(json)) {
                return new TokenizerFiles(Files.readAllBytes(json), limit(path));
            }
            if (Files.exists(vocabulary)) {
                return new TokenizerFiles(BertVocabulary.toTokenizerJson(vocabulary), limit(path));
            }
            String others = Files.exists(path.resolve("vocab.json")) || Files.exists(path.resolve("spiece.model"))
                    ? " (vocab.json, merges.txt and spiece.model alone are not read: save the tokenizer as tokenizer.json)"
                    : "";
            throw new InvalidDataException(
                    path.toString(), "holds neither tokenizer.json nor vocab.txt" + others + "; copy one of them here");
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(
                    path.toString(), null, "expected a folder with tokenizer.json or vocab.txt, or one of these files");
        }
        Path folder = path.toAbsolutePath().getParent();
        return path.getFileName().toString().endsWith(".txt")
                ? new TokenizerFiles(BertVocabulary.toTokenizerJson(path), limit(folder))
                : new TokenizerFiles(Files.readAllBytes(path), limit(folder));
    }

    private static int limit(Path folder) throws IOException {
        double limit = Math.min(
                number(folder.resolve("tokenizer_config.json"), "model_max_length"),
                number(folder.resolve("config.json"), "max_position_embeddings"));
        // "no limit" is written as 1e30
        return limit >= 1 && limit <= 1_000_000 ? (int) limit : DEFAULT_LIMIT;
    }

    private static double number(Path file, String key) throws IOException {
        JsonElement value = object(file).get(key);
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                ? value.getAsDouble()
                : Double.POSITIVE_INFINITY;
    }

    /** The object in a JSON file; an empty one where there is no such file. */
    static JsonObject object(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new JsonObject();
        }
        try {
            JsonElement root = JsonParser.parseString(Files.readString(file));
            if (root.isJsonObject()) {
                return root.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            throw new InvalidDataException(file.toString(), "is not JSON; fetch it again", e);
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(file.toString(), "is not UTF-8; fetch it again", e);
        }
        throw new InvalidDataException(file.toString(), "expected a JSON object; fetch it again");
    }
}
