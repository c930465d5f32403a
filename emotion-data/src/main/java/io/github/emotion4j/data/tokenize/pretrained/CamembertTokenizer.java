package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.List;
import java.util.Map;

/** CamemBERT's: XLM-RoBERTa's way with special tokens at other places of the vocabulary. */
record CamembertTokenizer() implements TokenizerClass {

    @Override
    public String className() {
        return "CamembertTokenizer";
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
        return new RobertaTokenizer().roles();
    }

    @Override
    public List<String> required() {
        return List.of("bos_token", "eos_token", "unk_token");
    }

    @Override
    public AddedToken token(String role, String content) {
        return role.equals("mask_token") ? AddedToken.specialWord(content) : AddedToken.special(content);
    }

    @Override
    public List<String> extras() {
        return List.of("<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED");
    }

    @Override
    public JsonObject build(Ingredients from) throws InvalidDataException {
        return Unigrams.json(
                from,
                Unigrams.onlyCompiledNormalizer(from),
                Unigrams.words(from),
                Unigrams.aroundAsRoberta(from),
                from.vocabulary().id(from.role("unk_token").content()).orElse(0));
    }
}
