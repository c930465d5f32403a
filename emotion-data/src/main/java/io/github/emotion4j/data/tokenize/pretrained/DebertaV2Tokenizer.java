package io.github.emotion4j.data.tokenize.pretrained;

import static io.github.emotion4j.data.tokenize.pretrained.Components.metaspace;
import static io.github.emotion4j.data.tokenize.pretrained.Components.replace;
import static io.github.emotion4j.data.tokenize.pretrained.Components.sequence;
import static io.github.emotion4j.data.tokenize.pretrained.Components.typed;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** That of DeBERTa v2 and v3: unigram pieces across words, between {@code [CLS]} and {@code [SEP]}. */
record DebertaV2Tokenizer() implements TokenizerClass {

    @Override
    public String className() {
        return "DebertaV2Tokenizer";
    }

    @Override
    public String vocabulary() {
        return "Unigram";
    }

    @Override
    public boolean segments() {
        return true;
    }

    @Override
    public Map<String, String> roles() {
        return Map.of(
                "bos_token", "[CLS]",
                "eos_token", "[SEP]",
                "sep_token", "[SEP]",
                "cls_token", "[CLS]",
                "unk_token", "[UNK]",
                "pad_token", "[PAD]",
                "mask_token", "[MASK]");
    }

    @Override
    public List<String> required() {
        return List.of("cls_token", "sep_token", "unk_token");
    }

    @Override
    public JsonObject build(Ingredients from) throws InvalidDataException {
        var normalizers = new ArrayList<JsonObject>();
        if (from.flag("do_lower_case", false)) {
            normalizers.add(typed("Lowercase"));
        }
        normalizers.add(replace("Regex", "\\s{2,}|[\\n\\r\\t]", " "));
        normalizers.add(typed("NFC"));
        JsonObject strip = typed("Strip");
        strip.addProperty("strip_left", false);
        strip.addProperty("strip_right", true);
        normalizers.add(strip);
        var splits = new ArrayList<JsonObject>();
        if (from.flag("split_by_punct", false)) {
            JsonObject punctuation = typed("Punctuation");
            punctuation.addProperty("behavior", "Isolated");
            splits.add(punctuation);
        }
        splits.add(metaspace(from.flag("add_prefix_space", true) ? "always" : "first"));
        return Unigrams.json(
                from,
                sequence("normalizers", normalizers),
                sequence("pretokenizers", splits),
                Unigrams.aroundAsBert(from),
                unknownId(from));
    }

    /** Where the list of pieces has it with the score 0; else where the settings say. */
    private static int unknownId(Ingredients from) {
        String unknown = from.role("unk_token").content();
        JsonArray pieces = from.vocabulary().tokens().getAsJsonArray();
        for (int id = 0; id < pieces.size(); id++) {
            JsonArray piece = pieces.get(id).getAsJsonArray();
            if (piece.get(0).getAsString().equals(unknown) && piece.get(1).getAsDouble() == 0) {
                return id;
            }
        }
        return from.settings().stated("unk_id").map(JsonElement::getAsInt).orElse(1);
    }
}
