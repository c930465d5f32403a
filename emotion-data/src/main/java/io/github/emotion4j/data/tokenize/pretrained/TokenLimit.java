package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;

/** How many tokens a text may have. */
final class TokenLimit {

    private static final int DEFAULT = 512;

    /** "No limit" is written as 1e30. */
    private static final int HIGHEST = 1_000_000;

    /** Models that number their positions from the one behind the padding token's id, so that the first of the table are never used. */
    private static final Set<String> FROM_PADDING = Set.of(
            "roberta",
            "roberta-prelayernorm",
            "xlm-roberta",
            "xlm-roberta-xl",
            "xmod",
            "camembert",
            "data2vec-text",
            "ibert",
            "longformer",
            "mpnet");

    private TokenLimit() {}

    /**
     * The smaller of what tokenizer and model allow; 512 where neither says anything.
     *
     * @param config the content of {@code config.json}
     */
    static int of(TokenizerSettings settings, JsonObject config) {
        double most = settings.stated(settings.states("model_max_length") ? "model_max_length" : "max_len")
                .map(TokenLimit::number)
                .orElse(Double.POSITIVE_INFINITY);
        double limit = Math.min(most, positions(config));
        return limit >= 1 && limit <= HIGHEST ? (int) limit : DEFAULT;
    }

    private static double positions(JsonObject config) {
        double table = number(config.get("max_position_embeddings"));
        JsonElement type = config.get("model_type");
        if (type == null || !type.isJsonPrimitive() || !FROM_PADDING.contains(type.getAsString())) {
            return table;
        }
        double padding = number(config.get("pad_token_id"));
        boolean stated = !type.getAsString().equals("mpnet") && padding >= 0 && padding < table; // MPNet's is always 1
        return table - (stated ? padding : 1) - 1;
    }

    private static double number(JsonElement value) {
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                ? value.getAsDouble()
                : Double.POSITIVE_INFINITY;
    }
}
