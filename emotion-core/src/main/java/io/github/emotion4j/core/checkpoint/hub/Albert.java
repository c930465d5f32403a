package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonObject;
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

/** ALBERT (Lan et al., 2019): BERT with factorised embeddings and the same weights in every layer. */
final class Albert implements Family {

    private static final String LAYER = "encoder.albert_layer_groups.0.albert_layers.0";

    @Override
    public String modelType() {
        return "albert";
    }

    @Override
    public String className() {
        return "Albert";
    }

    @Override
    public String prefix() {
        return "albert.";
    }

    @Override
    public EncoderConfig read(JsonKeys keys) {
        var standard = new StandardKeys(keys);
        int layers = standard.layers(12);
        double dropout = standard.hiddenDropout(0);
        keys.require("num_hidden_groups", 1, "only layers that all share their weights are supported");
        keys.require("inner_group_num", 1, "only groups of one layer are supported");
        return new EncoderConfig(
                Architecture.ALBERT,
                standard.hiddenSize(4096),
                layers,
                new Embeddings(
                        keys.integer("vocab_size", 30000),
                        keys.integer("embedding_size", 128),
                        keys.id("pad_token_id", 0),
                        new Positions.Learned(standard.positions()),
                        keys.integer("type_vocab_size", 2),
                        true),
                standard.attention(64, layers, new RelativePositions.None()),
                standard.feedForward(16384, "gelu_new"),
                standard.norm(1e-12),
                true,
                new Dropouts(
                        dropout,
                        standard.attentionDropout(0),
                        dropout,
                        0,
                        0,
                        0,
                        0,
                        keys.number("classifier_dropout_prob", 0.1)),
                HeadLayout.throughPooler());
    }

    @Override
    public void write(EncoderConfig config, JsonObject json) {
        StandardKeys.write(config, json);
        json.addProperty("embedding_size", config.embeddings().width());
        json.addProperty("num_hidden_groups", 1);
        json.addProperty("inner_group_num", 1);
        json.addProperty("classifier_dropout_prob", config.dropouts().head());
        json.addProperty("type_vocab_size", config.typeVocabularySize());
    }

    @Override
    public void name(EncoderConfig config, HubNames names) {
        StandardKeys.embeddings(names);
        names.linear("encoder.embedding_hidden_mapping_in", WeightNames.EMBEDDING_PROJECTION);
        names.linear(LAYER + ".attention.query", WeightNames.query(0));
        names.linear(LAYER + ".attention.key", WeightNames.key(0));
        names.linear(LAYER + ".attention.value", WeightNames.value(0));
        names.linear(LAYER + ".attention.dense", WeightNames.attentionOutput(0));
        names.norm(LAYER + ".attention.LayerNorm", WeightNames.attentionNorm(0));
        names.linear(LAYER + ".ffn", WeightNames.inner(0));
        names.linear(LAYER + ".ffn_output", WeightNames.outer(0));
        names.norm(LAYER + ".full_layer_layer_norm", WeightNames.outputNorm(0));
    }

    @Override
    public HeadNames head() {
        return new HeadNames("albert.pooler", Optional.empty(), "classifier");
    }

    @Override
    public Pattern ignored() {
        return Pattern.compile("embeddings\\.(position_ids|token_type_ids)"
                + "|predictions\\.(bias|(LayerNorm|dense|decoder)\\.(weight|bias))"
                + "|sop_classifier\\.classifier\\.(weight|bias)");
    }
}
