package io.github.emotion4j.core.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code model.safetensors.index.json} or {@code pytorch_model.bin.index.json}: which tensor lies in which part of a checkpoint. */
final class ShardIndex {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private ShardIndex() {}

    /**
     * Tensor names to file names; the files are plain names, never paths.
     *
     * @param extension that every file name must end with
     */
    static Map<String, String> read(Path index, String extension) throws IOException {
        try {
            JsonObject map = JsonFile.object(index).getAsJsonObject("weight_map");
            var files = new LinkedHashMap<String, String>();
            for (Map.Entry<String, JsonElement> item : map.entrySet()) {
                String file = item.getValue().getAsString();
                if (!file.endsWith(extension) || !PLAIN_NAME.matcher(file).matches()) {
                    throw new InvalidModelException(
                            index + ": '" + file + "' is not the name of a " + extension + " file beside it");
                }
                files.put(item.getKey(), file);
            }
            return files;
        } catch (IllegalStateException | NullPointerException | ClassCastException | UnsupportedOperationException e) {
            throw new InvalidModelException(index + ": expected a JSON object with a 'weight_map' of names", e);
        }
    }
}
