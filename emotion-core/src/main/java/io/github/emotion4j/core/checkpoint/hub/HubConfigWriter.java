package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.EncoderConfig;

/** Writes a {@code config.json} as transformers' classes read it. */
final class HubConfigWriter {

    private HubConfigWriter() {}

    /** See {@link HubConfig#write}. */
    static String write(Checkpoint checkpoint, String architectureClass) {
        EncoderConfig config = checkpoint.config();
        Family family = Family.of(config.architecture());
        var json = new JsonObject();
        var classes = new JsonArray();
        classes.add(architectureClass);
        json.add("architectures", classes);
        json.addProperty("model_type", family.modelType());
        family.write(config, json);
        int padding = config.embeddings().paddingId();
        if (padding < 0) {
            json.add("pad_token_id", JsonNull.INSTANCE);
        } else {
            json.addProperty("pad_token_id", padding);
        }
        checkpoint.labels().ifPresent(labels -> {
            var names = new JsonObject();
            var ids = new JsonObject();
            for (int id = 0; id < labels.size(); id++) {
                names.addProperty(Integer.toString(id), labels.name(id));
                ids.addProperty(labels.name(id), id);
            }
            json.add("id2label", names);
            json.add("label2id", ids);
            json.addProperty("problem_type", "single_label_classification");
        });
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .serializeNulls()
                        .create()
                        .toJson(json) + "\n";
    }
}
