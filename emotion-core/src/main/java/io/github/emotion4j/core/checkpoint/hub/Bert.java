package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonObject;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadLayout;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import java.util.Optional;
import java.util.regex.Pattern;

/** BERT (Devlin et al., 2018): learned positions, segments, LayerNorms behind the residual sums, a tanh pooler in front of the classifier. */
final class Bert implements Family {

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public String className() {
        return "Bert";
    }

    @Override
    public String prefix() {
        return "bert.";
    }

    @Override
    public EncoderConfig read(JsonKeys keys) {
        var standard = new StandardKeys(keys);
        int hidden = standard.hiddenSize(768);
        int layers = standard.layers(12);
        double dropout = standard.hiddenDropout(0.1);
        return new EncoderConfig(
                Architecture.BERT,
                hidden,
                layers,
                new Embeddings(
                        keys.integer("vocab_size", 30522),
                        hidden,
                        keys.id("pad_token_id", 0),
                        new Positions.Learned(standard.positions()),
                        keys.integer("type_vocab_size", 2),
                        false),
                standard.attention(12, layers, new RelativePositions.None()),
                standard.feedForward(3072, "gelu"),
                standard.norm(1e-12),
                false,
                Dropouts.of(dropout, standard.attentionDropout(0.1), keys.number("classifier_dropout", dropout)),
                HeadLayout.throughPooler());
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
        return new HeadNames("bert.pooler.dense", Optional.empty(), "classifier");
    }

    @Override
    public Pattern ignored() {
        return Pattern.compile("embeddings\\.(position_ids|token_type_ids)"
                + "|cls\\.predictions\\.(bias|decoder\\.(weight|bias)|transform\\.(dense|LayerNorm)\\.(weight|bias))"
                + "|cls\\.seq_relationship\\.(weight|bias)");
    }
}
