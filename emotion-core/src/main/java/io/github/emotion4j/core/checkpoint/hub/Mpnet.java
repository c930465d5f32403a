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

/** MPNet (Song et al., 2020): RoBERTa without segments, and one table of attention biases by distance for all layers. */
final class Mpnet implements Family {

    /** Its class takes these whatever the configuration says. */
    private static final int BUCKETS = 32;

    private static final int MAX_DISTANCE = 128;
    private static final int PADDING = 1;

    @Override
    public String modelType() {
        return "mpnet";
    }

    @Override
    public String className() {
        return "MPNet";
    }

    @Override
    public String prefix() {
        return "mpnet.";
    }

    @Override
    public EncoderConfig read(JsonKeys keys) {
        var standard = new StandardKeys(keys);
        int hidden = standard.hiddenSize(768);
        int layers = standard.layers(12);
        double dropout = standard.hiddenDropout(0.1);
        keys.require("relative_attention_num_buckets", BUCKETS, "MPNet's class computes with no other number");
        keys.require("pad_token_id", PADDING, "MPNet's class counts positions from no other number");
        return new EncoderConfig(
                Architecture.MPNET,
                hidden,
                layers,
                new Embeddings(
                        keys.integer("vocab_size", 30527),
                        hidden,
                        PADDING,
                        new Positions.AfterPadding(standard.positions()),
                        0,
                        false),
                standard.attention(12, layers, new RelativePositions.Bias(BUCKETS, MAX_DISTANCE)),
                standard.feedForward(3072, "gelu"),
                standard.norm(1e-12),
                false,
                new Dropouts(dropout, standard.attentionDropout(0.1), dropout, 0, dropout, 0, dropout, dropout),
                HeadLayout.first(Activation.TANH));
    }

    @Override
    public void write(EncoderConfig config, JsonObject json) {
        StandardKeys.write(config, json);
        json.addProperty("relative_attention_num_buckets", BUCKETS);
    }

    @Override
    public void name(EncoderConfig config, HubNames names) {
        StandardKeys.embeddings(names);
        names.table("encoder.relative_attention_bias.weight", WeightNames.RELATIVE_BIAS);
        for (int i = 0; i < config.layers(); i++) {
            String layer = "encoder.layer." + i;
            names.linear(layer + ".attention.attn.q", WeightNames.query(i));
            names.linear(layer + ".attention.attn.k", WeightNames.key(i));
            names.linear(layer + ".attention.attn.v", WeightNames.value(i));
            names.linear(layer + ".attention.attn.o", WeightNames.attentionOutput(i));
            names.norm(layer + ".attention.LayerNorm", WeightNames.attentionNorm(i));
            StandardKeys.feedForward(layer, i, names);
        }
    }

    @Override
    public HeadNames head() {
        return new HeadNames("classifier.dense", Optional.empty(), "classifier.out_proj");
    }

    @Override
    public Pattern ignored() {
        return Pattern.compile("embeddings\\.position_ids|pooler\\.dense\\.(weight|bias)"
                + "|lm_head\\.(bias|(dense|layer_norm|decoder)\\.(weight|bias))");
    }
}
