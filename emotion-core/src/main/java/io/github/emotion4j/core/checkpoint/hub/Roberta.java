package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonObject;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadLayout;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * RoBERTa (Liu et al., 2019), and what has its form with another vocabulary: XLM-RoBERTa (Conneau et al., 2019), CamemBERT (Martin et al., 2019). BERT with
 * positions counted from the padding id, and a head with a hidden layer of its own.
 */
record Roberta(Architecture architecture) implements Family {

    @Override
    public String modelType() {
        return switch (architecture) {
            case XLM_ROBERTA -> "xlm-roberta";
            case CAMEMBERT -> "camembert";
            default -> "roberta";
        };
    }

    @Override
    public String className() {
        return switch (architecture) {
            case XLM_ROBERTA -> "XLMRoberta";
            case CAMEMBERT -> "Camembert";
            default -> "Roberta";
        };
    }

    @Override
    public String prefix() {
        return "roberta.";
    }

    @Override
    public EncoderConfig read(JsonKeys keys) {
        var standard = new StandardKeys(keys);
        int hidden = standard.hiddenSize(768);
        int layers = standard.layers(12);
        double dropout = standard.hiddenDropout(0.1);
        double head = keys.number("classifier_dropout", dropout);
        return new EncoderConfig(
                architecture,
                hidden,
                layers,
                new Embeddings(
                        keys.integer("vocab_size", architecture == Architecture.ROBERTA ? 50265 : 30522),
                        hidden,
                        keys.id("pad_token_id", 1),
                        new Positions.AfterPadding(standard.positions()),
                        keys.integer("type_vocab_size", 2),
                        false),
                standard.attention(12, layers, new RelativePositions.None()),
                standard.feedForward(3072, "gelu"),
                standard.norm(1e-12),
                false,
                new Dropouts(dropout, standard.attentionDropout(0.1), dropout, 0, dropout, 0, head, head),
                HeadLayout.first(Activation.TANH));
    }

    @Override
    public void write(EncoderConfig config, JsonObject json) {
        StandardKeys.write(config, json);
        json.addProperty("classifier_dropout", config.dropouts().head());
        json.addProperty("type_vocab_size", config.typeVocabularySize());
        json.addProperty("position_embedding_type", "absolute");
    }

    @Override
    public void name(EncoderConfig config, HubNames names) {
        StandardKeys.names(config, names);
    }

    @Override
    public HeadNames head() {
        return new HeadNames("classifier.dense", Optional.empty(), "classifier.out_proj");
    }

    @Override
    public Pattern ignored() {
        return Pattern.compile("embeddings\\.(position_ids|token_type_ids)|pooler\\.dense\\.(weight|bias)"
                + "|lm_head\\.(bias|(dense|layer_norm|decoder)\\.(weight|bias))");
    }
}
