package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.List;
import java.util.Map;

/** XLM-RoBERTa's: unigram pieces of words between {@code <s>} and {@code </s>}. */
record XlmRobertaTokenizer() implements TokenizerClass {

    /** The id of {@code <unk>} in fairseq's order of special tokens, whatever the vocabulary has there. */
    private static final int UNKNOWN_ID = 3;

    @Override
    public String className() {
        return "XLMRobertaTokenizer";
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
        return List.of("bos_token", "eos_token");
    }

    @Override
    public JsonObject build(Ingredients from) throws InvalidDataException {
        return Unigrams.json(
                from,
                Unigrams.onlyCompiledNormalizer(from),
                Unigrams.words(from),
                Unigrams.aroundAsRoberta(from),
                UNKNOWN_ID);
    }
}
