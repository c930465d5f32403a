package io.github.emotion4j.data.tokenize.pretrained;

import static io.github.emotion4j.data.tokenize.pretrained.Components.replace;
import static io.github.emotion4j.data.tokenize.pretrained.Components.sequence;
import static io.github.emotion4j.data.tokenize.pretrained.Components.typed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ALBERT's: unigram pieces of lower-cased words without accents, between {@code [CLS]} and {@code [SEP]}. */
record AlbertTokenizer() implements TokenizerClass {

    /** The id of {@code <unk>} in ALBERT's vocabularies, whatever this one has there. */
    private static final int UNKNOWN_ID = 1;

    @Override
    public String className() {
        return "AlbertTokenizer";
    }

    @Override
    public String vocabulary() {
        return "Unigram";
    }

    @Override
    public boolean segments() {
        return false;
    }

    @Override
    public Map<String, String> roles() {
        return Map.of(
                "bos_token", "[CLS]",
                "eos_token", "[SEP]",
                "sep_token", "[SEP]",
                "cls_token", "[CLS]",
                "unk_token", "<unk>",
                "pad_token", "<pad>",
                "mask_token", "[MASK]");
    }

    @Override
    public List<String> required() {
        return List.of("cls_token", "sep_token");
    }

    @Override
    public JsonObject build(Ingredients from) throws InvalidDataException {
        var normalizers = new ArrayList<>(List.of(replace("String", "``", "\""), replace("String", "''", "\"")));
        if (!from.flag("keep_accents", false)) {
            normalizers.add(typed("NFKD"));
            normalizers.add(typed("StripAccents"));
        }
        if (from.flag("do_lower_case", true)) {
            normalizers.add(typed("Lowercase"));
        }
        Unigrams.compiledNormalizer(from).ifPresent(normalizers::add);
        JsonElement saved = from.saved().get("post_processor");
        return Unigrams.json(
                from,
                sequence("normalizers", normalizers),
                Unigrams.words(from),
                saved instanceof JsonObject ? saved : Unigrams.aroundAsBert(from),
                UNKNOWN_ID);
    }
}
