package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * A token that is cut out of a text before the vocabulary's own splitting.
 *
 * @param content how it is written
 * @param singleWord whether it counts only where no letter touches it
 * @param lstrip whether it takes the white space to its left with it
 * @param rstrip whether it takes the white space to its right with it
 * @param normalized whether it is looked for in the normalized text, not in the text as written
 * @param special whether it is none of the text's words
 */
record AddedToken(
        String content, boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized, boolean special) {

    /** A special token as transformers makes it of a plain string. */
    static AddedToken special(String content) {
        return new AddedToken(content, false, false, false, false, true);
    }

    /** The same, taking the white space before it, as RoBERTa's {@code <mask>}. */
    static AddedToken specialWord(String content) {
        return new AddedToken(content, false, true, false, false, true);
    }

    /**
     * Reads it from an object of {@code tokenizer.json}, {@code added_tokens_decoder} or {@code special_tokens_map.json}.
     *
     * @param named whether it has a role, such as {@code cls_token}, which makes it special
     */
    static AddedToken of(JsonObject json, boolean named) {
        boolean special = named || flag(json, "special", false);
        return new AddedToken(
                json.get("content").getAsString(),
                flag(json, "single_word", false),
                flag(json, "lstrip", false),
                flag(json, "rstrip", false),
                flag(json, "normalized", !special),
                special);
    }

    /** Whether an element describes a token: an object with {@code content}. */
    static boolean describes(JsonElement element) {
        return element instanceof JsonObject object
                && object.get("content") != null
                && object.get("content").isJsonPrimitive();
    }

    AddedToken asSpecial() {
        return new AddedToken(content, singleWord, lstrip, rstrip, normalized, true);
    }

    /** As {@code tokenizer.json} has it. */
    JsonObject json(int id) {
        var json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("content", content);
        json.addProperty("single_word", singleWord);
        json.addProperty("lstrip", lstrip);
        json.addProperty("rstrip", rstrip);
        json.addProperty("normalized", normalized);
        json.addProperty("special", special);
        return json;
    }

    private static boolean flag(JsonObject json, String key, boolean otherwise) {
        JsonElement value = json.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsBoolean() : otherwise;
    }
}
