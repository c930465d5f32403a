package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a tokenizer as two files that need no class to be understood: {@code tokenizer.json} with all of it, and a {@code tokenizer_config.json} that makes transformers
 * 4 and 5 take it as it is.
 */
final class SavedSettings {

    private SavedSettings() {}

    static void write(PretrainedTokenizer tokenizer, Path folder, int most) throws IOException {
        JsonObject json = JsonParser.parseString(tokenizer.json()).getAsJsonObject();
        // Whoever saved it last wanted that; here texts are cut to the model's limit and padded to the batch.
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        Files.writeString(folder.resolve(TokenizerSource.TOKENIZER), json.toString());
        Files.writeString(
                folder.resolve(TokenizerSettings.FILE),
                settings(tokenizer, json, most).toString());
    }

    private static JsonObject settings(PretrainedTokenizer tokenizer, JsonObject json, int most) {
        var settings = new JsonObject();
        settings.addProperty("tokenizer_class", "PreTrainedTokenizerFast");
        settings.addProperty("model_max_length", most);
        settings.addProperty("truncation_side", tokenizer.keepsEnd() ? "left" : "right");
        var inputs = new JsonArray();
        inputs.add("input_ids");
        if (tokenizer.segments()) {
            inputs.add("token_type_ids");
        }
        inputs.add("attention_mask");
        settings.add("model_input_names", inputs);
        if (json.get("pre_tokenizer") instanceof JsonObject split && split.has("add_prefix_space")) {
            settings.add("add_prefix_space", split.get("add_prefix_space")); // version 4 makes it false otherwise
        }
        tokenizer.roles().forEach((role, token) -> settings.addProperty(role, token.content()));
        return settings;
    }
}
