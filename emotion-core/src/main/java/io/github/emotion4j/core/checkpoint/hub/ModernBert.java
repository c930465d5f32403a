package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.FeedForward;
import io.github.emotion4j.core.encoder.HeadLayout;
import io.github.emotion4j.core.encoder.Normalisation;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.SelfAttention;
import io.github.emotion4j.core.encoder.WeightNames;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * ModernBERT (Warner et al., 2024): rotary positions with two bases, attention to all tokens in every third layer and to near ones in the others, gated
 * feed-forward parts, LayerNorms before, hardly any biases, and a head with a LayerNorm on the first token or the mean.
 */
final class ModernBert implements Family {

    private static final String ALL = "full_attention";
    private static final String NEAR = "sliding_attention";

    @Override
    public String modelType() {
        return "modernbert";
    }

    @Override
    public String className() {
        return "ModernBert";
    }

    @Override
    public String prefix() {
        return "model.";
    }

    @Override
    public EncoderConfig read(JsonKeys keys) {
        var standard = new StandardKeys(keys);
        int hidden = standard.hiddenSize(768);
        int layers = standard.layers(22);
        double attentionDropout = keys.number("attention_dropout", 0);
        int heads = keys.integer("num_attention_heads", 12);
        keys.require("head_dim", hidden / Math.max(1, heads), "only heads that share the hidden size are supported");
        return new EncoderConfig(
                Architecture.MODERNBERT,
                hidden,
                layers,
                new Embeddings(
                        keys.integer("vocab_size", 50368),
                        hidden,
                        keys.id("pad_token_id", 50283),
                        new Positions.None(keys.integer("max_position_embeddings", 8192)),
                        0,
                        false),
                new SelfAttention(heads, keys.flag("attention_bias", false), rotary(keys), windows(keys, layers)),
                new FeedForward(
                        keys.integer("intermediate_size", 1152),
                        keys.activation("hidden_activation", "gelu"),
                        true,
                        keys.flag("mlp_bias", false)),
                new Normalisation(
                        Normalisation.Placement.BEFORE, keys.number("norm_eps", 1e-5), keys.flag("norm_bias", false)),
                false,
                new Dropouts(
                        keys.number("embedding_dropout", 0),
                        attentionDropout,
                        attentionDropout,
                        keys.number("mlp_dropout", 0),
                        0,
                        0,
                        0,
                        keys.number("classifier_dropout", 0)),
                new HeadLayout(
                        keys.choice("classifier_pooling", List.of("cls", "mean"))
                                        .equals("mean")
                                ? Pooling.MEAN
                                : Pooling.CLS,
                        Optional.of(new HeadLayout.Hidden(
                                keys.activation("classifier_activation", "gelu"),
                                keys.flag("classifier_bias", false),
                                true)),
                        false));
    }

    /** The new form, {@code rope_parameters} by kind of layer, or the old one of two keys. */
    private static RelativePositions rotary(JsonKeys keys) {
        if (!keys.value("rope_scaling").isJsonNull()) {
            throw keys.invalid("rope_scaling is " + keys.value("rope_scaling") + ", which is not supported");
        }
        return new RelativePositions.Rotary(
                base(keys, ALL, keys.number("global_rope_theta", 160_000)),
                base(keys, NEAR, keys.number("local_rope_theta", 10_000)));
    }

    private static double base(JsonKeys keys, String kind, double absent) {
        JsonKeys rope = keys.object("rope_parameters").object(kind);
        String type = rope.text("rope_type", "default");
        if (!type.equals("default")) {
            throw rope.invalid("rope_type '" + type + "' is not supported, expected 'default'");
        }
        return rope.number("rope_theta", absent);
    }

    private static List<Integer> windows(JsonKeys keys, int layers) {
        int near = keys.integer("local_attention", 128) / 2;
        int every = keys.integer("global_attn_every_n_layers", 3);
        List<String> kinds = keys.texts("layer_types");
        if (kinds.isEmpty()) {
            if (every < 1) {
                throw keys.invalid("global_attn_every_n_layers must be >= 1, found " + every);
            }
            return IntStream.range(0, layers)
                    .mapToObj(layer -> layer % every == 0 ? SelfAttention.EVERYWHERE : near)
                    .toList();
        }
        return kinds.stream()
                .map(kind -> switch (kind) {
                    case ALL -> SelfAttention.EVERYWHERE;
                    case NEAR -> near;
                    default -> throw keys.invalid("layer_types holds '" + kind + "', expected " + ALL + " or " + NEAR);
                })
                .toList();
    }

    @Override
    public void write(EncoderConfig config, JsonObject json) {
        var rotary = (RelativePositions.Rotary) config.attention().relative();
        HeadLayout.Hidden head = config.head().hidden().orElseThrow();
        json.addProperty("vocab_size", config.vocabularySize());
        json.addProperty("max_position_embeddings", config.maxPositions());
        json.addProperty("hidden_size", config.hiddenSize());
        json.addProperty("num_hidden_layers", config.layers());
        json.addProperty("num_attention_heads", config.heads());
        json.addProperty("intermediate_size", config.intermediateSize());
        json.addProperty("hidden_activation", JsonKeys.name(config.feedForward().activation()));
        json.addProperty("attention_bias", config.attention().bias());
        json.addProperty("mlp_bias", config.feedForward().bias());
        json.addProperty("norm_bias", config.norm().bias());
        json.addProperty("norm_eps", config.norm().epsilon());
        json.addProperty("embedding_dropout", config.dropouts().embeddings());
        json.addProperty("attention_dropout", config.dropouts().attention());
        json.addProperty("mlp_dropout", config.dropouts().inner());
        json.addProperty("classifier_dropout", config.dropouts().head());
        json.addProperty("classifier_activation", JsonKeys.name(head.activation()));
        json.addProperty("classifier_bias", head.bias());
        json.addProperty("classifier_pooling", config.head().pooling() == Pooling.MEAN ? "mean" : "cls");
        writeAttention(config, rotary, json);
    }

    /** In the new form and the old, so that every version of transformers reads one of them. */
    private static void writeAttention(EncoderConfig config, RelativePositions.Rotary rotary, JsonObject json) {
        var kinds = new JsonArray();
        int near = SelfAttention.EVERYWHERE;
        for (int window : config.attention().windows()) {
            kinds.add(window == SelfAttention.EVERYWHERE ? ALL : NEAR);
            near = Math.min(near, window);
        }
        json.add("layer_types", kinds);
        json.addProperty("local_attention", near == SelfAttention.EVERYWHERE ? 128 : 2 * near);
        int every = IntStream.range(1, config.layers())
                .filter(layer -> config.attention().window(layer) == SelfAttention.EVERYWHERE)
                .findFirst()
                .orElse(config.layers());
        json.addProperty("global_attn_every_n_layers", every);
        json.addProperty("global_rope_theta", rotary.base());
        json.addProperty("local_rope_theta", rotary.localBase());
        var rope = new JsonObject();
        rope.add(ALL, rope(rotary.base()));
        rope.add(NEAR, rope(rotary.localBase()));
        json.add("rope_parameters", rope);
    }

    private static JsonObject rope(double base) {
        var json = new JsonObject();
        json.addProperty("rope_type", "default");
        json.addProperty("rope_theta", base);
        return json;
    }

    @Override
    public void name(EncoderConfig config, HubNames names) {
        names.table("embeddings.tok_embeddings.weight", WeightNames.WORDS);
        names.norm("embeddings.norm", WeightNames.EMBEDDING_NORM);
        names.norm("final_norm", WeightNames.FINAL_NORM);
        for (int i = 0; i < config.layers(); i++) {
            String layer = "layers." + i;
            names.norm(layer + ".attn_norm", WeightNames.attentionNorm(i));
            names.linear(layer + ".attn.Wqkv", WeightNames.query(i), WeightNames.key(i), WeightNames.value(i));
            names.linear(layer + ".attn.Wo", WeightNames.attentionOutput(i));
            names.norm(layer + ".mlp_norm", WeightNames.outputNorm(i));
            names.linear(layer + ".mlp.Wi", WeightNames.inner(i), WeightNames.gate(i));
            names.linear(layer + ".mlp.Wo", WeightNames.outer(i));
        }
    }

    @Override
    public HeadNames head() {
        return new HeadNames("head.dense", Optional.of("head.norm"), "classifier");
    }

    @Override
    public Pattern ignored() {
        return Pattern.compile("head\\.(dense|norm)\\.(weight|bias)|decoder\\.(weight|bias)");
    }
}
