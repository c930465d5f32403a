package io.github.emotion4j.core.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small JSON files of a model directory. */
public final class JsonFile {

    private static final long MAX_BYTES = 64 << 20;

    private JsonFile() {}

    /**
     * Reads the object that a file holds.
     *
     * @throws InvalidModelException if it is too large, not UTF-8, not JSON, or another kind of value
     * @throws IOException if it cannot be read
     */
    public static JsonObject object(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidModelException(file + ": is a directory, expected a JSON file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidModelException(file + ": " + Files.size(file) + " bytes, expected a small JSON file");
        }
        try {
            JsonElement json = JsonParser.parseString(Files.readString(file));
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
            throw new InvalidModelException(file + ": expected a JSON object");
        } catch (JsonParseException e) {
            throw new InvalidModelException(file + ": not valid JSON: " + reason(e), e);
        } catch (StackOverflowError e) {
            throw new InvalidModelException(file + ": not valid JSON: nested too deeply", e);
        } catch (CharacterCodingException e) {
            throw new InvalidModelException(file + ": not valid UTF-8", e);
        }
    }

    /** What the parser found, without its advice to programmers. */
    private static String reason(JsonParseException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^(\\w+\\.)+\\w+Exception: ", "")
                .replaceFirst("^Use JsonReader\\.\\S+ to accept malformed JSON", "malformed");
    }
}
