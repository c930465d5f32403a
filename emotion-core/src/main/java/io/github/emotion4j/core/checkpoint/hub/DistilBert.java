package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonObject;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.FeedForward;
import io.github.emotion4j.core.encoder.HeadLayout;
import io.github.emotion4j.core.encoder.Normalisation;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.SelfAttention;
import io.github.emotion4j.core.encoder.WeightNames;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * DistilBERT (Sanh et al., 2019): BERT without segments and pooler; a ReLU layer in front of the classifier; nothing dropped behind the attention's
 * output. Its class has a fixed LayerNorm epsilon of 1e-12 and no key for it; another value is kept here under {@code layer_norm_eps}.
 */
final class DistilBert implements Family {

    private static final double EPSILON = 1e-12;

    @Override
    public String modelType() {
        return "distilbert";
    }

    @Override
    public String className() {
        return "DistilBert";
    }

    @Override
    public String prefix() {
        return "distilbert.";
    }

    @Override
    public EncoderConfig read(JsonKeys keys) {
        int hidden = keys.integer("dim", 768);
        int layers = keys.layers("n_layers", 6);
        double dropout = keys.number("dropout", 0.1);
        return new EncoderConfig(
                Architecture.DISTILBERT,
                hidden,
                layers,
                new Embeddings(
                        keys.integer("vocab_size", 30522),
                        hidden,
                        keys.id("pad_token_id", 0),
                        new Positions.Learned(keys.integer("max_position_embeddings", 512)),
                        0,
                        false),
                new SelfAttention(
                        keys.integer("n_heads", 12),
                        true,
                        new RelativePositions.None(),
                        StandardKeys.everywhere(layers)),
                new FeedForward(keys.integer("hidden_dim", 3072), keys.activation("activation", "gelu"), false, true),
                new Normalisation(Normalisation.Placement.AFTER, keys.number("layer_norm_eps", EPSILON), true),
                false,
                new Dropouts(
                        dropout,
                        keys.number("attention_dropout", 0.1),
                        0,
                        0,
                        dropout,
                        0,
                        0,
                        keys.number("seq_classif_dropout", 0.2)),
                HeadLayout.first(Activation.RELU));
    }

    @Override
    public void write(EncoderConfig config, JsonObject json) {
        json.addProperty("vocab_size", config.vocabularySize());
        json.addProperty("max_position_embeddings", config.maxPositions());
        json.addProperty("dim", config.hiddenSize());
        json.addProperty("n_layers", config.layers());
        json.addProperty("n_heads", config.heads());
        json.addProperty("hidden_dim", config.intermediateSize());
        json.addProperty("activation", JsonKeys.name(config.feedForward().activation()));
        json.addProperty("dropout", config.dropouts().embeddings());
        json.addProperty("attention_dropout", config.dropouts().attention());
        json.addProperty("seq_classif_dropout", config.dropouts().head());
        json.addProperty("sinusoidal_pos_embds", false);
        if (config.norm().epsilon() != EPSILON) {
            json.addProperty("layer_norm_eps", config.norm().epsilon());
        }
    }

    @Override
    public void name(EncoderConfig config, HubNames names) {
        StandardKeys.embeddings(names);
        for (int i = 0; i < config.layers(); i++) {
            String layer = "transformer.layer." + i;
            names.linear(layer + ".attention.q_lin", WeightNames.query(i));
            names.linear(layer + ".attention.k_lin", WeightNames.key(i));
            names.linear(layer + ".attention.v_lin", WeightNames.value(i));
            names.linear(layer + ".attention.out_lin", WeightNames.attentionOutput(i));
            names.norm(layer + ".sa_layer_norm", WeightNames.attentionNorm(i));
            names.linear(layer + ".ffn.lin1", WeightNames.inner(i));
            names.linear(layer + ".ffn.lin2", WeightNames.outer(i));
            names.norm(layer + ".output_layer_norm", WeightNames.outputNorm(i));
        }
    }

    @Override
    public HeadNames head() {
        return new HeadNames("pre_classifier", Optional.empty(), "classifier");
    }

    @Override
    public Pattern ignored() {
        return Pattern.compile("embeddings\\.(position_ids|token_type_ids)"
                + "|(vocab_transform|vocab_layer_norm|vocab_projector)\\.(weight|bias)");
    }
}
