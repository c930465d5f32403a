package io.github.emotion4j.data.tokenize.pretrained;

import static io.github.emotion4j.data.tokenize.pretrained.Components.template;

import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.List;
import java.util.Map;

/** BERT's: words split into pieces, between {@code [CLS]} and {@code [SEP]}; the second text of a pair is segment 1. */
record BertTokenizer(String className, boolean segments) implements TokenizerClass {

    @Override
    public String vocabulary() {
        return "WordPiece";
    }

    @Override
    public Map<String, String> roles() {
        return Map.of(
                "unk_token", "[UNK]",
                "sep_token", "[SEP]",
                "pad_token", "[PAD]",
                "cls_token", "[CLS]",
                "mask_token", "[MASK]");
    }

    @Override
    public List<String> required() {
        return List.of("cls_token", "sep_token", "unk_token");
    }

    @Override
    public JsonObject build(Ingredients from) throws InvalidDataException {
        JsonObject json = WordPieces.build(from);
        json.add(
                "post_processor",
                template(
                        "CLS A SEP",
                        "CLS A SEP B:1 SEP:1",
                        Map.of("CLS", from.role("cls_token"), "SEP", from.role("sep_token"))));
        return json;
    }
}
