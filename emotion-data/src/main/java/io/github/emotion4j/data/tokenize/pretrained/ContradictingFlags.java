package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.Map;

/** BERT's flags of {@code tokenizer_config.json} where no file names the class that would read them. */
final class ContradictingFlags {

    private static final Map<String, String> KEYS = Map.of(
            "do_lower_case", "lowercase",
            "strip_accents", "strip_accents",
            "tokenize_chinese_chars", "handle_chinese_chars");

    private ContradictingFlags() {}

    /** @throws InvalidDataException if one of them says otherwise than {@code tokenizer.json} */
    static void refuse(TokenizerSource source, TokenizerSettings settings) throws InvalidDataException {
        if (!(source.saved().get("normalizer") instanceof JsonObject normalizer)) {
            return;
        }
        for (var key : KEYS.entrySet()) {
            JsonElement saved = normalizer.get(key.getValue());
            JsonElement stated = settings.stated(key.getKey()).orElse(saved);
            if (saved != null && !saved.isJsonNull() && !saved.equals(stated)) {
                throw new InvalidDataException(
                        source.place(),
                        "says \"" + key.getValue() + "\": " + saved + ", and " + settings.file() + " \"" + key.getKey()
                                + "\": " + stated
                                + "; which of them counts depends on the class, which no file names; write"
                                + " \"tokenizer_class\" into " + TokenizerSettings.FILE
                                + " (\"BertTokenizer\": it counts; \"PreTrainedTokenizerFast\": tokenizer.json does)");
            }
        }
    }
}
