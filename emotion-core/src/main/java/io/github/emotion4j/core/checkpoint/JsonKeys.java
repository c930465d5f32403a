package io.github.emotion4j.core.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of one JSON object by key and type, with errors that name file and key. A key that is absent and one that is null mean the same.
 *
 * @param place the file, for messages
 * @param json the object
 */
record JsonKeys(String place, JsonObject json) {

    /** A small file that holds one object. */
    static JsonKeys read(Path file) throws IOException {
        return new JsonKeys(file.toString(), JsonFile.object(file));
    }

    int integer(String key, int absent) {
        double value = number(key, absent);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw invalid(key + " must be an integer, found " + json.get(key));
        }
        return (int) value;
    }

    double number(String key, double absent) {
        JsonElement value = value(key);
        if (value.isJsonNull()) {
            return absent;
        }
        if (!value.isJsonPrimitive() || !((JsonPrimitive) value).isNumber()) {
            throw invalid(key + " must be a number, found " + value);
        }
        try {
            return value.getAsDouble();
        } catch (NumberFormatException e) {
            throw new InvalidModelException(place + ": " + key + " must be a number, found " + value, e);
        }
    }

    String text(String key, String absent) {
        JsonElement value = value(key);
        if (value.isJsonNull()) {
            return absent;
        }
        if (!value.isJsonPrimitive() || !((JsonPrimitive) value).isString()) {
            throw invalid(key + " must be a text, found " + value);
        }
        return value.getAsString();
    }

    List<String> texts(String key) {
        JsonElement value = value(key);
        if (value.isJsonNull()) {
            return List.of();
        }
        if (!value.isJsonArray()) {
            throw invalid(key + " must be a list, found " + value);
        }
        var texts = new ArrayList<String>();
        value.getAsJsonArray().forEach(item -> texts.add(item.isJsonPrimitive() ? item.getAsString() : ""));
        return texts;
    }

    JsonElement value(String key) {
        JsonElement value = json.get(key);
        return value == null ? JsonNull.INSTANCE : value;
    }

    InvalidModelException invalid(String problem) {
        return new InvalidModelException(place + ": " + problem);
    }
}
