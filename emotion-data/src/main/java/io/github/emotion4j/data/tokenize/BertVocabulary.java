package io.github.emotion4j.data.tokenize;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the {@code tokenizer.json} that belongs to a BERT {@code vocab.txt}: what Hugging Face's {@code convert_slow_tokenizer.BertConverter} does, so
 * that both kinds of folder go the same way through the Rust library.
 *
 * <p>{@code do_lower_case}, {@code strip_accents}, {@code tokenize_chinese_chars}, the special tokens and {@code added_tokens_decoder} come from
 * {@code tokenizer_config.json}, {@code special_tokens_map.json} and {@code added_tokens.json} beside it. Where nothing says {@code do_lower_case}, the
 * vocabulary does: one that lower-casing would change outside its special tokens is cased. (Hugging Face takes a cased vocabulary for uncased then.)
 */
final class BertVocabulary {

    private static final Map<String, String> SPECIAL_TOKENS = new LinkedHashMap<>();

    static {
        SPECIAL_TOKENS.put("pad_token", "[PAD]");
        SPECIAL_TOKENS.put("unk_token", "[UNK]");
        SPECIAL_TOKENS.put("cls_token", "[CLS]");
        SPECIAL_TOKENS.put("sep_token", "[SEP]");
        SPECIAL_TOKENS.put("mask_token", "[MASK]");
    }

    private final Path file;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final JsonObject config;
    private final JsonObject specialTokensMap;
    private final JsonObject addedTokens;

    private BertVocabulary(Path file) throws IOException {
        this.file = file;
        Path folder = file.toAbsolutePath().getParent();
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(file.toString(), "is not UTF-8; expected one token per line in UTF-8", e);
        }
        for (int id = 0; id < lines.size(); id++) {
            ids.put(lines.get(id), id);
        }
        config = TokenizerFiles.object(folder.resolve("tokenizer_config.json"));
        specialTokensMap = TokenizerFiles.object(folder.resolve("special_tokens_map.json"));
        addedTokens = TokenizerFiles.object(folder.resolve("added_tokens.json"));
    }

    /**
     * The bytes of the equivalent {@code tokenizer.json}.
     *
     * @throws InvalidDataException if the vocabulary lacks a special token that every text needs
     */
    static byte[] toTokenizerJson(Path vocabulary) throws IOException {
        return new BertVocabulary(vocabulary).json().toString().getBytes(StandardCharsets.UTF_8);
    }

    private JsonObject json() throws InvalidDataException {
        String cls = required("cls_token");
        String sep = required("sep_token");
        var root = new JsonObject();
        root.addProperty("version", "1.0");
        root.add("truncation", JsonNull.INSTANCE);
        root.add("padding", JsonNull.INSTANCE);
        root.add("added_tokens", added());
        root.add("normalizer", normalizer());
        root.add("pre_tokenizer", typed("BertPreTokenizer"));
        root.add("post_processor", template(cls, sep));
        JsonObject decoder = typed("WordPiece");
        decoder.addProperty("prefix", "##");
        decoder.addProperty("cleanup", true);
        root.add("decoder", decoder);
        root.add("model", model());
        return root;
    }

    private JsonObject model() throws InvalidDataException {
        JsonObject model = typed("WordPiece");
        model.addProperty("unk_token", required("unk_token"));
        model.addProperty("continuing_subword_prefix", "##");
        model.addProperty("max_input_chars_per_word", 100);
        var vocabulary = new JsonObject();
        ids.forEach(vocabulary::addProperty);
        model.add("vocab", vocabulary);
        return model;
    }

    private JsonObject normalizer() {
        JsonObject normalizer = typed("BertNormalizer");
        normalizer.addProperty("clean_text", true);
        normalizer.addProperty("handle_chinese_chars", flag("tokenize_chinese_chars", true));
        JsonElement accents = config.get("strip_accents");
        normalizer.add("strip_accents", accents == null ? JsonNull.INSTANCE : accents);
        normalizer.addProperty("lowercase", flag("do_lower_case", !cased()));
        return normalizer;
    }

    private boolean cased() {
        var special = SPECIAL_TOKENS.keySet().stream().map(this::special).toList();
        return ids.keySet().stream()
                .filter(token -> !special.contains(token) && !(token.startsWith("[") && token.endsWith("]")))
                .anyMatch(token -> token.codePoints().anyMatch(c -> Character.toLowerCase(c) != c));
    }

    private boolean flag(String key, boolean otherwise) {
        JsonElement value = config.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsBoolean() : otherwise;
    }

    /** Special tokens and added ones, by id: the Rust library wants them in that order. */
    private JsonArray added() {
        var byId = new TreeMap<Integer, JsonObject>();
        for (String key : SPECIAL_TOKENS.keySet()) {
            String token = special(key);
            if (ids.containsKey(token)) {
                byId.put(ids.get(token), addedToken(ids.get(token), token, true));
            }
        }
        addedTokens
                .asMap()
                .forEach((token, id) -> byId.putIfAbsent(id.getAsInt(), addedToken(id.getAsInt(), token, false)));
        if (config.get("added_tokens_decoder") instanceof JsonObject decoder) {
            decoder.asMap().forEach((id, described) -> {
                JsonObject token = described.getAsJsonObject().deepCopy();
                token.addProperty("id", Integer.parseInt(id));
                byId.put(Integer.parseInt(id), token);
            });
        }
        var array = new JsonArray();
        byId.values().forEach(array::add);
        return array;
    }

    private static JsonObject addedToken(int id, String content, boolean special) {
        var token = new JsonObject();
        token.addProperty("id", id);
        token.addProperty("content", content);
        token.addProperty("single_word", false);
        token.addProperty("lstrip", false);
        token.addProperty("rstrip", false);
        token.addProperty("normalized", !special);
        token.addProperty("special", special);
        return token;
    }

    private JsonObject template(String cls, String sep) {
        JsonObject processor = typed("TemplateProcessing");
        processor.add("single", pieces(List.of(cls, "A", sep), List.of(0, 0, 0)));
        processor.add("pair", pieces(List.of(cls, "A", sep, "B", sep), List.of(0, 0, 0, 1, 1)));
        var tokens = new JsonObject();
        for (String token : List.of(cls, sep)) {
            var described = new JsonObject();
            described.addProperty("id", token);
            var tokenIds = new JsonArray();
            tokenIds.add(ids.get(token));
            described.add("ids", tokenIds);
            var names = new JsonArray();
            names.add(token);
            described.add("tokens", names);
            tokens.add(token, described);
        }
        processor.add("special_tokens", tokens);
        return processor;
    }

    /** "A" and "B" stand at odd positions, special tokens at even ones. */
    private static JsonArray pieces(List<String> names, List<Integer> types) {
        var pieces = new JsonArray();
        for (int i = 0; i < names.size(); i++) {
            var inner = new JsonObject();
            inner.addProperty("id", names.get(i));
            inner.addProperty("type_id", types.get(i));
            var piece = new JsonObject();
            piece.add(i % 2 == 0 ? "SpecialToken" : "Sequence", inner);
            pieces.add(piece);
        }
        return pieces;
    }

    private String required(String key) throws InvalidDataException {
        String token = special(key);
        if (!ids.containsKey(token)) {
            throw new InvalidDataException(
                    file.toString(),
                    "has no " + token + " among its " + ids.size()
                            + " tokens; expected a BERT vocabulary, one token per line (" + key
                            + " may be named in tokenizer_config.json)");
        }
        return token;
    }

    /** Written as a string or as an object with {@code content}. */
    private String special(String key) {
        for (JsonObject source : List.of(config, specialTokensMap)) {
            JsonElement value = source.get(key);
            if (value != null && value.isJsonObject()) {
                value = value.getAsJsonObject().get("content");
            }
            if (value != null && value.isJsonPrimitive()) {
                return value.getAsString();
            }
        }
        return SPECIAL_TOKENS.get(key);
    }

    private static JsonObject typed(String type) {
        var object = new JsonObject();
        object.addProperty("type", type);
        return object;
    }
}
