package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JSON files of a folder. */
final class JsonFiles {

    private JsonFiles() {}

    /** The object in a file; an empty one where there is no such file. */
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
