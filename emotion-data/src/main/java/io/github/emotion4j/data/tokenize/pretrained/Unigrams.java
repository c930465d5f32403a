package io.github.emotion4j.data.tokenize.pretrained;

import static io.github.emotion4j.data.tokenize.pretrained.Components.metaspace;
import static io.github.emotion4j.data.tokenize.pretrained.Components.sequence;
import static io.github.emotion4j.data.tokenize.pretrained.Components.template;
import static io.github.emotion4j.data.tokenize.pretrained.Components.typed;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.tokenize.pretrained.TokenizerClass.Ingredients;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the classes on SentencePiece's unigram models have in common: scored pieces of text in which a blank is a letter. */
final class Unigrams {

    private Unigrams() {}

    /** A {@code tokenizer.json} whose vocabulary has an id for what it does not know. */
    static JsonObject json(
            Ingredients from, JsonElement normalizer, JsonObject split, JsonElement around, int unknownId) {
        var json = new JsonObject();
        json.add("normalizer", normalizer);
        json.add("pre_tokenizer", split);
        json.add("post_processor", around);
        json.add("decoder", metaspace("always"));
        JsonObject model = typed("Unigram");
        model.addProperty("unk_id", unknownId);
        model.add("vocab", from.vocabulary().tokens());
        model.addProperty("byte_fallback", false);
        json.add("model", model);
        return json;
    }

    /** Words, each with a blank before it. */
    static JsonObject words(Ingredients from) throws InvalidDataException {
        return sequence(
                "pretokenizers",
                List.of(typed("WhitespaceSplit"), metaspace(from.flag("add_prefix_space", true) ? "always" : "never")));
    }

    /** {@code <s> A </s>} and {@code <s> A </s></s> B </s>}, all of one segment. */
    static JsonObject aroundAsRoberta(Ingredients from) {
        return template(
                "BOS A EOS",
                "BOS A EOS EOS B EOS",
                Map.of("BOS", from.role("bos_token"), "EOS", from.role("eos_token")));
    }

    /** {@code [CLS] A [SEP]} and {@code [CLS] A [SEP] B [SEP]}, the second text a segment of its own. */
    static JsonObject aroundAsBert(Ingredients from) {
        return template(
                "CLS A SEP",
                "CLS A SEP B:1 SEP:1",
                Map.of("CLS", from.role("cls_token"), "SEP", from.role("sep_token")));
    }

    /** SentencePiece's own normalization, compiled, wherever it stands among the normalizers of {@code tokenizer.json}. */
    static Optional<JsonObject> compiledNormalizer(Ingredients from) {
        JsonElement saved = from.saved().get("normalizer");
        List<JsonElement> all =
                saved instanceof JsonObject object && object.get("normalizers") instanceof JsonArray sequence
                        ? sequence.asList()
                        : saved == null ? List.of() : List.of(saved);
        return all.stream()
                .filter(each -> each instanceof JsonObject object && object.has("precompiled_charsmap"))
                .map(JsonElement::getAsJsonObject)
                .findFirst();
    }

    /** The same as the only normalizer, or none. */
    static JsonElement onlyCompiledNormalizer(Ingredients from) {
        return compiledNormalizer(from).<JsonElement>map(map -> map).orElse(JsonNull.INSTANCE);
    }
}
