package io.github.emotion4j.data.tokenize.pretrained;

import static io.github.emotion4j.data.tokenize.pretrained.Components.byteLevel;
import static io.github.emotion4j.data.tokenize.pretrained.Components.robertaProcessing;
import static io.github.emotion4j.data.tokenize.pretrained.Components.typed;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.List;
import java.util.Map;

/** RoBERTa's: merged bytes, between {@code <s>} and {@code </s>}; two {@code </s>} between the texts of a pair. */
record RobertaTokenizer() implements TokenizerClass {

    @Override
    public String className() {
        return "RobertaTokenizer";
    }

    @Override
    public String vocabulary() {
        return "BPE";
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
                "unk_token", "<unk>",
                "pad_token", "<pad>",
                "mask_token", "<mask>");
    }

    @Override
    public List<String> required() {
        return List.of("cls_token", "sep_token");
    }

    @Override
    public JsonObject build(Ingredients from) throws InvalidDataException {
        boolean prefixSpace = from.flag("add_prefix_space", false);
        boolean trimOffsets = from.flag("trim_offsets", true);
        var json = new JsonObject();
        json.add("normalizer", JsonNull.INSTANCE);
        json.add("pre_tokenizer", byteLevel(prefixSpace, true));
        json.add(
                "post_processor",
                robertaProcessing(from.role("cls_token"), from.role("sep_token"), trimOffsets, prefixSpace));
        json.add("decoder", byteLevel(true, true));
        JsonObject model = typed("BPE");
        model.add("dropout", JsonNull.INSTANCE);
        model.add("unk_token", JsonNull.INSTANCE);
        model.addProperty("continuing_subword_prefix", "");
        model.addProperty("end_of_word_suffix", "");
        model.addProperty("fuse_unk", false);
        model.addProperty("byte_fallback", false);
        model.add("vocab", from.vocabulary().tokens());
        model.add("merges", from.vocabulary().merges());
        json.add("model", model);
        return json;
    }
}
