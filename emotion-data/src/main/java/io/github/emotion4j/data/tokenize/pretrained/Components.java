package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The parts of a {@code tokenizer.json}, as Hugging Face's tokenizers write them. */
final class Components {

    private Components() {}

    static JsonObject typed(String type) {
        var object = new JsonObject();
        object.addProperty("type", type);
        return object;
    }

    static JsonObject sequence(String key, List<JsonObject> parts) {
        JsonObject sequence = typed("Sequence");
        var array = new JsonArray();
        parts.forEach(array::add);
        sequence.add(key, array);
        return sequence;
    }

    /** @param accents whether accents go; null: where letters are lower-cased */
    static JsonObject bertNormalizer(boolean lowercase, Boolean accents, boolean chinese) {
        JsonObject normalizer = typed("BertNormalizer");
        normalizer.addProperty("clean_text", true);
        normalizer.addProperty("handle_chinese_chars", chinese);
        normalizer.add("strip_accents", JsonNull.INSTANCE);
        if (accents != null) {
            normalizer.addProperty("strip_accents", accents);
        }
        normalizer.addProperty("lowercase", lowercase);
        return normalizer;
    }

    /** @param kind {@code String} or {@code Regex} */
    static JsonObject replace(String kind, String pattern, String content) {
        JsonObject replace = typed("Replace");
        var described = new JsonObject();
        described.addProperty(kind, pattern);
        replace.add("pattern", described);
        replace.addProperty("content", content);
        return replace;
    }

    static JsonObject byteLevel(boolean prefixSpace, boolean trimOffsets) {
        JsonObject bytes = typed("ByteLevel");
        bytes.addProperty("add_prefix_space", prefixSpace);
        bytes.addProperty("trim_offsets", trimOffsets);
        bytes.addProperty("use_regex", true);
        return bytes;
    }

    /** @param prepend {@code always}, {@code first} or {@code never} */
    static JsonObject metaspace(String prepend) {
        JsonObject metaspace = typed("Metaspace");
        metaspace.addProperty("replacement", "\u2581");
        metaspace.addProperty("prepend_scheme", prepend);
        metaspace.addProperty("split", true);
        return metaspace;
    }

    static JsonObject wordPiece(JsonElement vocabulary, String unknown) {
        JsonObject model = typed("WordPiece");
        model.addProperty("unk_token", unknown);
        model.addProperty("continuing_subword_prefix", "##");
        model.addProperty("max_input_chars_per_word", 100);
        model.add("vocab", vocabulary);
        return model;
    }

    static JsonObject wordPieceDecoder() {
        JsonObject decoder = typed("WordPiece");
        decoder.addProperty("prefix", "##");
        decoder.addProperty("cleanup", true);
        return decoder;
    }

    static JsonObject unigram(JsonElement vocabulary, int unknownId) {
        JsonObject model = typed("Unigram");
        model.addProperty("unk_id", unknownId);
        model.add("vocab", vocabulary);
        model.addProperty("byte_fallback", false);
        return model;
    }

    static JsonObject robertaProcessing(SpecialToken cls, SpecialToken sep, boolean trimOffsets, boolean prefixSpace) {
        JsonObject processor = typed("RobertaProcessing");
        processor.add("sep", sep.json());
        processor.add("cls", cls.json());
        processor.addProperty("trim_offsets", trimOffsets);
        processor.addProperty("add_prefix_space", prefixSpace);
        return processor;
    }

    /**
     * What is put around a text and between two.
     *
     * @param pair the texts are called A and B, all else are tokens; a number behind a colon is the segment, 0 where there is none
     */
    static JsonObject template(String single, String pair, Map<String, SpecialToken> tokens) {
        JsonObject processor = typed("TemplateProcessing");
        processor.add("single", pieces(single, tokens));
        processor.add("pair", pieces(pair, tokens));
        var described = new JsonObject();
        for (SpecialToken role : tokens.values()) {
            var token = new JsonObject();
            token.addProperty("id", role.content());
            var ids = new JsonArray();
            ids.add(role.id());
            token.add("ids", ids);
            var names = new JsonArray();
            names.add(role.content());
            token.add("tokens", names);
            described.add(role.content(), token);
        }
        processor.add("special_tokens", described);
        return processor;
    }

    private static JsonArray pieces(String template, Map<String, SpecialToken> tokens) {
        var pieces = new JsonArray();
        Arrays.stream(template.split(" ")).map(part -> part.split(":")).forEach(part -> {
            var inner = new JsonObject();
            boolean text = part[0].equals("A") || part[0].equals("B");
            inner.addProperty("id", text ? part[0] : tokens.get(part[0]).content());
            inner.addProperty("type_id", part.length > 1 ? Integer.parseInt(part[1]) : 0);
            var piece = new JsonObject();
            piece.add(text ? "Sequence" : "SpecialToken", inner);
            pieces.add(piece);
        });
        return pieces;
    }
}
