package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.JsonFile;
import io.github.emotion4j.core.encoder.Activation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The values of one JSON object by key and type, with errors that name file and key. A key that is absent and one that is null mean the same.
 *
 * @param place the file, for messages
 * @param json the object
 */
record JsonKeys(String place, JsonObject json) {

    /** Far above every published encoder. */
    private static final int MAX_LAYERS = 1000;

    private static final Map<String, Activation> ACTIVATIONS = Map.of(
            "gelu", Activation.GELU_ERF,
            "gelu_python", Activation.GELU_ERF,
            "gelu_new", Activation.GELU_TANH,
            "gelu_fast", Activation.GELU_TANH,
            "gelu_pytorch_tanh", Activation.GELU_TANH,
            "relu", Activation.RELU,
            "tanh", Activation.TANH);

    /** A small file that holds one object. */
    static JsonKeys read(Path file) throws IOException {
        return new JsonKeys(file.toString(), JsonFile.object(file));
    }

    /** A text that holds one object. */
    static JsonKeys parse(String place, String text) {
        try {
            return new JsonKeys(place, JsonParser.parseString(text).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            throw new InvalidModelException(place + ": expected a JSON object, " + e.getMessage(), e);
        }
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

    /** A number of layers: what is made for each of them is not made for billions. */
    int layers(String key, int absent) {
        int layers = integer(key, absent);
        if (layers > MAX_LAYERS) {
            throw invalid(key + " is " + layers + ", more than the supported " + MAX_LAYERS);
        }
        return layers;
    }

    /** True or false. */
    boolean flag(String key, boolean absent) {
        JsonElement value = value(key);
        if (value.isJsonNull()) {
            return absent;
        }
        if (!value.isJsonPrimitive() || !((JsonPrimitive) value).isBoolean()) {
            throw invalid(key + " must be true or false, found " + value);
        }
        return value.getAsBoolean();
    }

    /** A token's id; -1 where the key says null, which is not the same as no key. */
    int id(String key, int absent) {
        return json.has(key) && json.get(key).isJsonNull() ? -1 : integer(key, absent);
    }

    /** A list of words, or one text of words with bars between them; without blanks, in small letters. */
    List<String> words(String key) {
        JsonElement value = value(key);
        List<String> words = value.isJsonPrimitive() && ((JsonPrimitive) value).isString()
                ? List.of(value.getAsString().split("\\|"))
                : texts(key);
        return words.stream().map(word -> word.strip().toLowerCase(Locale.ROOT)).toList();
    }

    /** One of several texts; the first where the key is absent. */
    String choice(String key, List<String> choices) {
        String value = text(key, choices.get(0));
        if (!choices.contains(value)) {
            throw invalid(key + " '" + value + "' is not supported, expected one of " + choices);
        }
        return value;
    }

    /** An object; an empty one where the key is absent. */
    JsonKeys object(String key) {
        JsonElement value = value(key);
        if (!value.isJsonNull() && !value.isJsonObject()) {
            throw invalid(key + " must be an object, found " + value);
        }
        return new JsonKeys(place + ": " + key, value.isJsonNull() ? new JsonObject() : value.getAsJsonObject());
    }

    /** A non-linearity by transformers' name for it. */
    Activation activation(String key, String absent) {
        String name = text(key, absent);
        Activation activation = ACTIVATIONS.get(name);
        if (activation == null) {
            throw invalid(
                    key + " '" + name + "' is not supported, expected one of " + new TreeSet<>(ACTIVATIONS.keySet()));
        }
        return activation;
    }

    /** Transformers' name of a non-linearity. */
    static String name(Activation activation) {
        return switch (activation) {
            case GELU_ERF -> "gelu";
            case GELU_TANH -> "gelu_new";
            case RELU -> "relu";
            case TANH -> "tanh";
        };
    }

    /** Refuses any other number; absent and null are taken for it. */
    void require(String key, int expected, String why) {
        int found = integer(key, expected);
        if (found != expected) {
            throw invalid(key + " is " + found + ", expected " + expected + ": " + why);
        }
    }

    /** Refuses anything but false, null or no such key. */
    void requireOff(String key, String why) {
        JsonElement value = value(key);
        if (!value.isJsonNull() && !value.toString().equals("false")) {
            throw invalid(key + " is " + value + "; " + why);
        }
    }

    JsonElement value(String key) {
        JsonElement value = json.get(key);
        return value == null ? JsonNull.INSTANCE : value;
    }

    InvalidModelException invalid(String problem) {
        return new InvalidModelException(place + ": " + problem);
    }
}
