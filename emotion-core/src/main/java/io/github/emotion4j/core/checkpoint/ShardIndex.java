package io.github.emotion4j.core.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code model.safetensors.index.json}: which tensor lies in which part of a checkpoint. */
final class ShardIndex {

    private static final long MAX_BYTES = 64 << 20;

    private ShardIndex() {}

    /** Tensor names to file names; the files are plain names, never paths. */
    static Map<String, String> read(Path index) throws IOException {
        if (Files.size(index) > MAX_BYTES) {
            throw new InvalidModelException(index + ": " + Files.size(index) + " bytes, expected a small JSON file");
        }
        try {
            JsonObject map = JsonParser.parseString(Files.readString(index))
                    .getAsJsonObject()
                    .getAsJsonObject("weight_map");
            var files = new LinkedHashMap<String, String>();
            for (Map.Entry<String, JsonElement> item : map.entrySet()) {
                String file = item.getValue().getAsString();
                if (!file.matches("[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors")) {
                    throw new InvalidModelException(
                            index + ": '" + file + "' is not the name of a safetensors file beside it");
                }
                files.put(item.getKey(), file);
            }
            return files;
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException e) {
            throw new InvalidModelException(index + ": expected a JSON object with a 'weight_map' of names", e);
        }
    }
}
