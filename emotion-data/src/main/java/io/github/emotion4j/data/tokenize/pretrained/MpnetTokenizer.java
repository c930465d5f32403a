package io.github.emotion4j.data.tokenize.pretrained;

import static io.github.emotion4j.data.tokenize.pretrained.Components.robertaProcessing;

import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.List;
import java.util.Map;

/** MPNet's: BERT's word pieces between RoBERTa's {@code <s>} and {@code </s>}. */
record MpnetTokenizer() implements TokenizerClass {

    @Override
    public String className() {
        return "MPNetTokenizer";
    }

    @Override
    public String vocabulary() {
        return "WordPiece";
    }

    @Override
    public boolean segments() {
        return false;
    }

    @Override
    public Map<String, String> roles() {
        return Map.of(
                "bos_token", "<s>",
                "eos_token", "</s>",
                "sep_token", "</s>",
                "cls_token", "<s>",
                "unk_token", "[UNK]",
                "pad_token", "<pad>",
                "mask_token", "<mask>");
    }

    @Override
    public List<String> required() {
        return List.of("cls_token", "sep_token", "unk_token");
    }

    @Override
    public AddedToken token(String role, String content) {
        return role.equals("mask_token") ? AddedToken.specialWord(content) : AddedToken.special(content);
    }

    @Override
    public JsonObject build(Ingredients from) throws InvalidDataException {
        JsonObject json = WordPieces.build(from);
        json.add("post_processor", robertaProcessing(from.role("cls_token"), from.role("sep_token"), true, false));
        return json;
    }
}
