package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.tokenize.pretrained.TokenizerClass.Ingredients;
import java.util.stream.Stream;

/** What BERT and MPNet have in common: normalized words, cut into pieces. */
final class WordPieces {

    private WordPieces() {}

    /** A {@code tokenizer.json} without a post-processor. */
    static JsonObject build(Ingredients from) throws InvalidDataException {
        var json = new JsonObject();
        json.add("normalizer", normalizer(from));
        json.add("pre_tokenizer", Components.typed("BertPreTokenizer"));
        json.add("decoder", Components.wordPieceDecoder());
        json.add(
                "model",
                Components.wordPiece(
                        from.vocabulary().tokens(), from.role("unk_token").content()));
        return json;
    }

    private static JsonObject normalizer(Ingredients from) throws InvalidDataException {
        boolean lowercase = from.flag("do_lower_case", true);
        if (!from.settings().states("do_lower_case") && from.saved().isEmpty() && isCased(from)) {
            if (from.named()) {
                throw unstated(from, "do_lower_case", false, "has upper-case tokens", "lower-cases all text");
            }
            lowercase = false;
        }
        Boolean accents = from.settings().stated("strip_accents").isPresent()
                ? Boolean.valueOf(from.flag("strip_accents", true))
                : null;
        boolean chinese = from.flag("tokenize_chinese_chars", true);
        JsonElement saved = from.saved().get("normalizer");
        if (saved instanceof JsonObject normalizer
                && normalizer.has("type")
                && normalizer.get("type").getAsString().equals("BertNormalizer")) {
            requireStated(from, normalizer, "lowercase", "do_lower_case", lowercase);
            requireStated(from, normalizer, "strip_accents", "strip_accents", accents == null ? lowercase : accents);
            requireStated(from, normalizer, "handle_chinese_chars", "tokenize_chinese_chars", chinese);
        }
        return Components.bertNormalizer(lowercase, accents, chinese);
    }

    /** A default of the class against a flag of the file that lies beside it: either may be what the model was trained with. */
    private static void requireStated(Ingredients from, JsonObject saved, String savedKey, String key, boolean taken)
            throws InvalidDataException {
        JsonElement value = saved.get(savedKey);
        if (!from.settings().states(key) && value != null && !value.isJsonNull() && value.getAsBoolean() != taken) {
            throw unstated(
                    from,
                    key,
                    value.getAsBoolean(),
                    "says \"" + savedKey + "\": " + value.getAsBoolean(),
                    "takes " + taken);
        }
    }

    private static InvalidDataException unstated(
            Ingredients from, String key, boolean value, String found, String done) {
        return new InvalidDataException(
                from.source(),
                found + ", " + from.settings().file() + " does not say \"" + key + "\", and without it transformers "
                        + done + ", which can hardly be meant; write \"" + key + "\": " + value + " into "
                        + TokenizerSettings.FILE + " (or " + !value + ", as transformers reads it now)");
    }

    private static boolean isCased(Ingredients from) {
        var special = from.roles().values().stream().map(SpecialToken::content).toList();
        Stream<String> tokens = from.vocabulary().tokens().getAsJsonObject().keySet().stream();
        return tokens.filter(token -> !special.contains(token) && !(token.startsWith("[") && token.endsWith("]")))
                .anyMatch(token -> token.codePoints().anyMatch(c -> Character.toLowerCase(c) != c));
    }
}
