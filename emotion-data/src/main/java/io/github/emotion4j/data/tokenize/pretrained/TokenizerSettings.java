package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the files beside a vocabulary say, in the order in which transformers 5 lets one override the other: {@code tokenizer_config.json}; where that has no
 * {@code added_tokens_decoder}, {@code special_tokens_map.json} over it, and the added tokens of {@code added_tokens.json} and {@code tokenizer.json}.
 */
final class TokenizerSettings {

    static final String FILE = "tokenizer_config.json";

    /** The roles that a token can have, in the order in which tokens without an id get one. */
    static final List<String> ROLES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private final Path file;
    private final JsonObject values;
    private final Map<String, JsonElement> furtherRoles = new LinkedHashMap<>();
    private final TreeMap<Integer, AddedToken> added = new TreeMap<>();

    /**
     * @param folder where the files are, or are not
     * @param saved the content of {@code tokenizer.json}; an empty object where there is none
     */
    static TokenizerSettings read(Path folder, JsonObject saved) throws IOException {
        Path file = folder.resolve(FILE);
        return merged(
                file,
                JsonFiles.object(file),
                JsonFiles.object(folder.resolve("special_tokens_map.json")),
                JsonFiles.object(folder.resolve("added_tokens.json")),
                saved);
    }

    /** What a {@code tokenizer.json} says that stands alone. */
    static TokenizerSettings of(JsonObject saved) throws InvalidDataException {
        return merged(Path.of(FILE), new JsonObject(), new JsonObject(), new JsonObject(), saved);
    }

    private static TokenizerSettings merged(
            Path file, JsonObject values, JsonObject specialTokensMap, JsonObject legacy, JsonObject saved)
            throws InvalidDataException {
        var settings = new TokenizerSettings(file, values);
        try {
            settings.mergeLists();
            settings.takeRoles();
            if (values.get("added_tokens_decoder") instanceof JsonObject decoder) {
                decoder.asMap()
                        .forEach((id, token) -> settings.added.put(
                                Integer.parseInt(id), AddedToken.of(token.getAsJsonObject(), false)));
            } else {
                settings.mergeSpecialTokens(specialTokensMap);
                settings.addLegacyTokens(legacy);
                if (saved.get("added_tokens") instanceof JsonArray tokens) {
                    tokens.forEach(token -> settings.added.put(
                            token.getAsJsonObject().get("id").getAsInt(),
                            AddedToken.of(token.getAsJsonObject(), false)));
                }
            }
            settings.takeDefaultsOf(saved);
        } catch (IllegalStateException
                | UnsupportedOperationException
                | NullPointerException
                | NumberFormatException e) {
            throw new InvalidDataException(
                    file.toString(),
                    "its tokens, or those of special_tokens_map.json, added_tokens.json or tokenizer.json beside it, are not"
                            + " written as transformers writes them (" + e.getMessage() + "); fetch these files again",
                    e);
        }
        return settings;
    }

    private TokenizerSettings(Path file, JsonObject values) {
        this.file = file;
        this.values = values;
    }

    private void mergeLists() {
        if (values.has("additional_special_tokens") && isEmpty(values.get("extra_special_tokens"))) {
            values.add("extra_special_tokens", values.remove("additional_special_tokens"));
        }
    }

    /** Roles of the model's own, as {@code image_token}. */
    private void takeRoles() {
        for (String key : List.copyOf(values.keySet())) {
            if (key.endsWith("_token") && !ROLES.contains(key) && isText(values.get(key))) {
                furtherRoles.put(key, values.remove(key));
            }
        }
        takeNamedExtras();
    }

    private void takeNamedExtras() {
        if (values.get("extra_special_tokens") instanceof JsonObject named) {
            furtherRoles.putAll(named.asMap());
            values.remove("extra_special_tokens");
        }
    }

    private void mergeSpecialTokens(JsonObject map) {
        for (var entry : map.entrySet()) {
            JsonElement value = entry.getValue();
            if (entry.getKey().equals("extra_special_tokens")
                    && value instanceof JsonArray more
                    && values.get(entry.getKey()) instanceof JsonArray known) {
                var all = new LinkedHashSet<JsonElement>(known.asList());
                all.addAll(more.asList());
                value = new JsonArray();
                all.forEach(((JsonArray) value)::add);
            }
            values.add(entry.getKey(), value);
        }
        takeNamedExtras();
    }

    /** A token is special there if a role has it, and is no object of {@code tokenizer_config.json}'s kind: transformers does not look into those. */
    private void addLegacyTokens(JsonObject tokens) {
        var named = new ArrayList<JsonElement>();
        ROLES.forEach(role -> stated(role).ifPresent(named::add));
        if (values.get("extra_special_tokens") instanceof JsonArray extras) {
            named.addAll(extras.asList());
        }
        Set<String> special = named.stream()
                .filter(value -> !(value instanceof JsonObject object && object.has("__type")))
                .map(TokenizerSettings::content)
                .collect(Collectors.toSet());
        tokens.asMap().forEach((content, id) -> {
            boolean known = special.contains(content);
            added.put(id.getAsInt(), new AddedToken(content, false, false, false, !known, known));
        });
    }

    /** The side of truncation that a {@code tokenizer.json} was saved with, where nothing else names it. */
    private void takeDefaultsOf(JsonObject saved) {
        if (saved.get("truncation") instanceof JsonObject truncation
                && !values.has("truncation_side")
                && truncation.has("direction")) {
            values.addProperty(
                    "truncation_side", truncation.get("direction").getAsString().toLowerCase(Locale.ROOT));
        }
    }

    /** The path of {@code tokenizer_config.json}, there or not. */
    Path file() {
        return file;
    }

    /** Whether a key has a value, be it null. */
    boolean states(String key) {
        return values.has(key);
    }

    /** The value of a key that is there and not null. */
    Optional<JsonElement> stated(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isJsonNull());
    }

    /** @throws InvalidDataException if it is neither true nor false */
    boolean flag(String key, boolean otherwise) throws InvalidDataException {
        JsonElement value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw new InvalidDataException(file.toString(), "\"" + key + "\" is " + value + "; expected true or false");
        }
        return value.getAsBoolean();
    }

    /** Tokens that were added to the vocabulary, by rising id. */
    Iterable<AddedToken> added() {
        return added.values();
    }

    /** The added token of this content, if there is one. */
    Optional<AddedToken> added(String content) {
        return added.values().stream()
                .filter(token -> token.content().equals(content))
                .reduce((first, last) -> last);
    }

    /** Tokens with roles of the model's own: text or description. */
    Map<String, JsonElement> furtherRoles() {
        var all = new LinkedHashMap<String, JsonElement>();
        Set<String> keys = values.keySet();
        for (String key : keys) {
            if (key.endsWith("_token")
                    && !ROLES.contains(key)
                    && (isText(values.get(key)) || AddedToken.describes(values.get(key)))) {
                all.put(key, values.get(key));
            }
        }
        all.putAll(furtherRoles);
        return all;
    }

    /** Special tokens without a role: text or description. */
    List<JsonElement> extras() {
        JsonElement extras = values.has("extra_special_tokens")
                ? values.get("extra_special_tokens")
                : values.get("additional_special_tokens");
        return extras instanceof JsonArray list ? list.asList() : List.of();
    }

    /** Whether special tokens without a role are named, be it as an empty list. */
    boolean statesExtras() {
        return values.has("extra_special_tokens") || values.has("additional_special_tokens");
    }

    /** How a token is written that a file gives as text or with its flags. */
    static String content(JsonElement token) {
        return AddedToken.describes(token)
                ? token.getAsJsonObject().get("content").getAsString()
                : token.getAsString();
    }

    private static boolean isText(JsonElement value) {
        return value != null
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isString();
    }

    private static boolean isEmpty(JsonElement value) {
        return value == null
                || value.isJsonNull()
                || value instanceof JsonArray list && list.isEmpty()
                || value instanceof JsonObject object && object.isEmpty();
    }
}
