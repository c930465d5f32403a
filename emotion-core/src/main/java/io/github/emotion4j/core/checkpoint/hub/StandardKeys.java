package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonObject;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.FeedForward;
import io.github.emotion4j.core.encoder.Normalisation;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.SelfAttention;
import io.github.emotion4j.core.encoder.WeightNames;
import java.util.Collections;
import java.util.List;

/** Keys of {@code config.json} and names of weights that most families took over from BERT. */
record StandardKeys(JsonKeys keys) {

    int hiddenSize(int absent) {
        return keys.integer("hidden_size", absent);
    }

    int layers(int absent) {
        return keys.layers("num_hidden_layers", absent);
    }

    int positions() {
        return keys.integer("max_position_embeddings", 512);
    }

    /** Attention with biases, of every token to every other. */
    SelfAttention attention(int absentHeads, int layers, RelativePositions relative) {
        return new SelfAttention(keys.integer("num_attention_heads", absentHeads), true, relative, everywhere(layers));
    }

    FeedForward feedForward(int absentWidth, String absentActivation) {
        return new FeedForward(
                keys.integer("intermediate_size", absentWidth),
                keys.activation("hidden_act", absentActivation),
                false,
                true);
    }

    Normalisation norm(double absentEpsilon) {
        return new Normalisation(Normalisation.Placement.AFTER, keys.number("layer_norm_eps", absentEpsilon), true);
    }

    double hiddenDropout(double absent) {
        return keys.number("hidden_dropout_prob", absent);
    }

    double attentionDropout(double absent) {
        return keys.number("attention_probs_dropout_prob", absent);
    }

    /** Windows without an end. */
    static List<Integer> everywhere(int layers) {
        return Collections.nCopies(Math.max(0, layers), SelfAttention.EVERYWHERE);
    }

    /** The keys read above. */
    static void write(EncoderConfig c, JsonObject json) {
        json.addProperty("vocab_size", c.vocabularySize());
        json.addProperty("max_position_embeddings", c.embeddings().positions().rows());
        json.addProperty("hidden_size", c.hiddenSize());
        json.addProperty("num_hidden_layers", c.layers());
        json.addProperty("num_attention_heads", c.heads());
        json.addProperty("intermediate_size", c.intermediateSize());
        json.addProperty("hidden_act", JsonKeys.name(c.feedForward().activation()));
        json.addProperty("hidden_dropout_prob", c.dropouts().embeddings());
        json.addProperty("attention_probs_dropout_prob", c.dropouts().attention());
        json.addProperty("layer_norm_eps", c.norm().epsilon());
    }

    /** Weights of the embeddings and, for BERT's layers, of a block that begins with {@code layer}. */
    static void names(EncoderConfig config, HubNames names) {
        embeddings(names);
        for (int i = 0; i < config.layers(); i++) {
            String layer = "encoder.layer." + i;
            names.linear(layer + ".attention.self.query", WeightNames.query(i));
            names.linear(layer + ".attention.self.key", WeightNames.key(i));
            names.linear(layer + ".attention.self.value", WeightNames.value(i));
            names.linear(layer + ".attention.output.dense", WeightNames.attentionOutput(i));
            names.norm(layer + ".attention.output.LayerNorm", WeightNames.attentionNorm(i));
            feedForward(layer, i, names);
        }
    }

    static void embeddings(HubNames names) {
        names.table("embeddings.word_embeddings.weight", WeightNames.WORDS);
        names.table("embeddings.position_embeddings.weight", WeightNames.POSITIONS);
        names.table("embeddings.token_type_embeddings.weight", WeightNames.TYPES);
        names.norm("embeddings.LayerNorm", WeightNames.EMBEDDING_NORM);
    }

    static void feedForward(String layer, int i, HubNames names) {
        names.linear(layer + ".intermediate.dense", WeightNames.inner(i));
        names.linear(layer + ".output.dense", WeightNames.outer(i));
        names.norm(layer + ".output.LayerNorm", WeightNames.outputNorm(i));
    }
}
