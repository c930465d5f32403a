package io.github.emotion4j.core.checkpoint;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Writes a {@code config.json} as transformers' DistilBERT and BERT classes read it. */
final class HubConfigWriter {

    private HubConfigWriter() {}

    /** See {@link HubConfig#write}. */
    static String write(Checkpoint checkpoint, String architectureClass) {
        EncoderConfig c = checkpoint.config();
        boolean distilbert = c.architecture() == Architecture.DISTILBERT;
        var json = new JsonObject();
        var classes = new JsonArray();
        classes.add(architectureClass);
        json.add("architectures", classes);
        json.addProperty("model_type", distilbert ? "distilbert" : "bert");
        json.addProperty("vocab_size", c.vocabularySize());
        json.addProperty("max_position_embeddings", c.maxPositions());
        json.addProperty(distilbert ? "dim" : "hidden_size", c.hiddenSize());
        json.addProperty(distilbert ? "n_layers" : "num_hidden_layers", c.layers());
        json.addProperty(distilbert ? "n_heads" : "num_attention_heads", c.heads());
        json.addProperty(distilbert ? "hidden_dim" : "intermediate_size", c.intermediateSize());
        json.addProperty(distilbert ? "activation" : "hidden_act", name(c.activation()));
        json.addProperty(distilbert ? "dropout" : "hidden_dropout_prob", c.dropout());
        json.addProperty(distilbert ? "attention_dropout" : "attention_probs_dropout_prob", c.attentionDropout());
        json.addProperty(distilbert ? "seq_classif_dropout" : "classifier_dropout", c.headDropout());
        if (distilbert) {
            json.addProperty("sinusoidal_pos_embds", false);
        } else {
            json.addProperty("type_vocab_size", c.typeVocabularySize());
            json.addProperty("position_embedding_type", "absolute");
        }
        if (!distilbert || c.layerNormEpsilon() != 1e-12) {
            json.addProperty("layer_norm_eps", c.layerNormEpsilon());
        }
        json.addProperty("pad_token_id", 0);
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
                        .create()
                        .toJson(json) + "\n";
    }

    private static String name(Activation activation) {
        return switch (activation) {
            case GELU_ERF -> "gelu";
            case GELU_TANH -> "gelu_new";
            case RELU -> "relu";
            case TANH ->
                throw new IllegalArgumentException("tanh is not an activation of an encoder's feed-forward layer");
        };
    }
}
