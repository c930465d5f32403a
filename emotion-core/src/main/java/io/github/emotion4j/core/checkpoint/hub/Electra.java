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
import io.github.emotion4j.core.encoder.WeightNames;
import java.util.Optional;
import java.util.regex.Pattern;

/** ELECTRA's discriminator (Clark et al., 2020): BERT, with narrower embeddings that are projected where their width says so, and a GELU head. */
final class Electra implements Family {

    @Override
    public String modelType() {
        return "electra";
    }

    @Override
    public String className() {
        return "Electra";
    }

    @Override
    public String prefix() {
        return "electra.";
    }

    @Override
    public EncoderConfig read(JsonKeys keys) {
        var standard = new StandardKeys(keys);
        int hidden = standard.hiddenSize(256);
        int width = keys.integer("embedding_size", 128);
        int layers = standard.layers(12);
        double dropout = standard.hiddenDropout(0.1);
        double head = keys.number("classifier_dropout", dropout);
        return new EncoderConfig(
                Architecture.ELECTRA,
                hidden,
                layers,
                new Embeddings(
                        keys.integer("vocab_size", 30522),
                        width,
                        keys.id("pad_token_id", 0),
                        new Positions.Learned(standard.positions()),
                        keys.integer("type_vocab_size", 2),
                        width != hidden),
                standard.attention(4, layers, new RelativePositions.None()),
                standard.feedForward(1024, "gelu"),
                standard.norm(1e-12),
                false,
                new Dropouts(dropout, standard.attentionDropout(0.1), dropout, 0, dropout, 0, head, head),
                HeadLayout.first(Activation.GELU_ERF));
    }

    @Override
    public void write(EncoderConfig config, JsonObject json) {
        StandardKeys.write(config, json);
        json.addProperty("embedding_size", config.embeddings().width());
        json.addProperty("classifier_dropout", config.dropouts().head());
        json.addProperty("type_vocab_size", config.typeVocabularySize());
        json.addProperty("position_embedding_type", "absolute");
    }

    @Override
    public void name(EncoderConfig config, HubNames names) {
        StandardKeys.names(config, names);
        names.linear("embeddings_project", WeightNames.EMBEDDING_PROJECTION);
    }

    @Override
    public HeadNames head() {
        return new HeadNames("classifier.dense", Optional.empty(), "classifier.out_proj");
    }

    @Override
    public Pattern ignored() {
        return Pattern.compile("embeddings\\.(position_ids|token_type_ids)"
                + "|discriminator_predictions\\.(dense|dense_prediction)\\.(weight|bias)"
                + "|generator_predictions\\.(dense|LayerNorm)\\.(weight|bias)|generator_lm_head\\.(weight|bias)");
    }
}
