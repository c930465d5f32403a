package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadLayout;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.WeightNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** DeBERTa v2 and v3 (He et al., 2020 and 2021): disentangled attention over buckets of distances, a GELU pooler in front of the classifier. */
final class DebertaV2 implements Family {

    @Override
    public String modelType() {
        return "deberta-v2";
    }

    @Override
    public String className() {
        return "DebertaV2";
    }

    @Override
    public String prefix() {
        return "deberta.";
    }

    @Override
    public EncoderConfig read(JsonKeys keys) {
        var standard = new StandardKeys(keys);
        int hidden = standard.hiddenSize(1536);
        int layers = standard.layers(24);
        int types = keys.integer("type_vocab_size", 0);
        double dropout = standard.hiddenDropout(0.1);
        keys.require("embedding_size", hidden, "only embeddings as wide as the hidden states are supported");
        keys.require("pooler_hidden_size", hidden, "only a pooler as wide as the hidden states is supported");
        keys.require("conv_kernel_size", 0, "a convolution behind the first layer is not supported");
        int heads = keys.integer("num_attention_heads", 24);
        keys.require(
                "attention_head_size",
                hidden / Math.max(1, heads),
                "only heads that share the hidden size are supported");
        return new EncoderConfig(
                Architecture.DEBERTA_V2,
                hidden,
                layers,
                new Embeddings(
                        keys.integer("vocab_size", 128100),
                        hidden,
                        keys.id("pad_token_id", 0),
                        keys.flag("position_biased_input", true)
                                ? new Positions.Learned(standard.positions())
                                : new Positions.None(standard.positions()),
                        types,
                        false),
                standard.attention(24, layers, distances(keys, standard.positions())),
                standard.feedForward(6144, "gelu"),
                standard.norm(1e-7),
                false,
                new Dropouts(
                        dropout,
                        standard.attentionDropout(0.1),
                        dropout,
                        0,
                        dropout,
                        dropout,
                        keys.number("pooler_dropout", 0),
                        keys.number("cls_dropout", dropout)),
                HeadLayout.first(keys.activation("pooler_hidden_act", "gelu")));
    }

    private static RelativePositions distances(JsonKeys keys, int positions) {
        if (!keys.flag("relative_attention", false)) {
            throw keys.invalid("relative_attention is false; only DeBERTa with disentangled attention is supported");
        }
        int largest = keys.integer("max_relative_positions", -1);
        int max = largest < 1 ? positions : largest;
        int buckets = keys.integer("position_buckets", -1);
        List<String> kinds = keys.words("pos_att_type");
        if (!Set.of("c2p", "p2c").containsAll(kinds) || kinds.isEmpty()) {
            throw keys.invalid("pos_att_type is " + kinds + ", expected c2p, p2c or both");
        }
        List<String> norms = keys.words("norm_rel_ebd");
        if (!Set.of("layer_norm", "none").containsAll(norms)) {
            throw keys.invalid("norm_rel_ebd is " + norms + ", expected layer_norm or none");
        }
        return new RelativePositions.Disentangled(
                buckets > 0 ? buckets : max,
                max,
                buckets > 0,
                kinds.contains("c2p"),
                kinds.contains("p2c"),
                keys.flag("share_att_key", false),
                norms.contains("layer_norm"));
    }

    @Override
    public void write(EncoderConfig config, JsonObject json) {
        StandardKeys.write(config, json);
        var distances = (RelativePositions.Disentangled) config.attention().relative();
        json.addProperty("type_vocab_size", config.typeVocabularySize());
        json.addProperty("position_biased_input", config.embeddings().positions() instanceof Positions.Learned);
        json.addProperty("relative_attention", true);
        json.addProperty("max_relative_positions", distances.maxDistance());
        json.addProperty("position_buckets", distances.bucketed() ? distances.span() : -1);
        var kinds = new JsonArray();
        if (distances.queries()) {
            kinds.add("p2c");
        }
        if (distances.keys()) {
            kinds.add("c2p");
        }
        json.add("pos_att_type", kinds);
        json.addProperty("share_att_key", distances.shared());
        json.addProperty("norm_rel_ebd", distances.normalised() ? "layer_norm" : "none");
        json.addProperty("pooler_hidden_size", config.hiddenSize());
        json.addProperty(
                "pooler_hidden_act",
                JsonKeys.name(config.head().hidden().orElseThrow().activation()));
        json.addProperty("pooler_dropout", config.dropouts().headInput());
        json.addProperty("cls_dropout", config.dropouts().head());
    }

    @Override
    public void name(EncoderConfig config, HubNames names) {
        StandardKeys.embeddings(names);
        names.table("encoder.rel_embeddings.weight", WeightNames.RELATIVE);
        names.norm("encoder.LayerNorm", WeightNames.RELATIVE_NORM);
        for (int i = 0; i < config.layers(); i++) {
            String layer = "encoder.layer." + i;
            names.linear(layer + ".attention.self.query_proj", WeightNames.query(i));
            names.linear(layer + ".attention.self.key_proj", WeightNames.key(i));
            names.linear(layer + ".attention.self.value_proj", WeightNames.value(i));
            names.linear(layer + ".attention.self.pos_key_proj", WeightNames.relativeKey(i));
            names.linear(layer + ".attention.self.pos_query_proj", WeightNames.relativeQuery(i));
            names.linear(layer + ".attention.output.dense", WeightNames.attentionOutput(i));
            names.norm(layer + ".attention.output.LayerNorm", WeightNames.attentionNorm(i));
            StandardKeys.feedForward(layer, i, names);
        }
    }

    @Override
    public HeadNames head() {
        return new HeadNames("pooler.dense", Optional.empty(), "classifier");
    }

    @Override
    public Pattern ignored() {
        return Pattern.compile("embeddings\\.(position_ids|position_embeddings\\.weight)"
                + "|cls\\.predictions\\.(bias|decoder\\.(weight|bias)|transform\\.(dense|LayerNorm)\\.(weight|bias))"
                + "|lm_predictions\\.lm_head\\.(bias|(dense|LayerNorm)\\.(weight|bias))"
                + "|mask_predictions\\.(dense|LayerNorm|classifier)\\.(weight|bias)");
    }
}
