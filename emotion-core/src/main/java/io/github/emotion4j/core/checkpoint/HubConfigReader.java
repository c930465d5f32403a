package io.github.emotion4j.core.checkpoint;

import com.google.gson.JsonElement;
import io.github.emotion4j.data.Labels;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What the keys of a {@code config.json} mean. */
record HubConfigReader(JsonKeys keys) {

    /** Far above every published encoder; they keep a hostile file from taking memory before its weights are looked for. */
    private static final int MAX_LAYERS = 1000;

    private static final int MAX_WIDTH = 1 << 20;

    private static final Map<String, Activation> ACTIVATIONS = Map.of(
            "gelu", Activation.GELU_ERF,
            "gelu_python", Activation.GELU_ERF,
            "gelu_new", Activation.GELU_TANH,
            "gelu_fast", Activation.GELU_TANH,
            "gelu_pytorch_tanh", Activation.GELU_TANH,
            "relu", Activation.RELU);

    HubConfig read() {
        String type = keys.text("model_type", "");
        requireOff("is_decoder", "a decoder has a causal mask");
        requireOff("add_cross_attention", "cross-attention is not part of an encoder");
        requireOff("is_encoder_decoder", "only encoders are supported");
        String positions = keys.text("position_embedding_type", "absolute");
        if (!positions.equals("absolute")) {
            throw keys.invalid("position_embedding_type '" + positions + "' is not supported, expected 'absolute'");
        }
        if (!keys.value("pruned_heads").toString().matches("\\{}|null|\\[]")) {
            throw keys.invalid("pruned_heads is not empty; pruned attention heads are not supported");
        }
        try {
            EncoderConfig encoder = switch (type) {
                case "distilbert" -> distilbert();
                case "bert" -> bert();
                case "" -> throw keys.invalid("there is no 'model_type', expected 'distilbert' or 'bert'");
                default ->
                    throw keys.invalid("model_type '" + type + "' is not supported, expected 'distilbert' or 'bert'");
            };
            requireAtMost("layers", encoder.layers(), MAX_LAYERS);
            requireAtMost("hidden size", encoder.hiddenSize(), MAX_WIDTH);
            requireAtMost("intermediate size", encoder.intermediateSize(), MAX_WIDTH);
            String problem = keys.text("problem_type", "single_label_classification");
            if (!problem.equals("single_label_classification")) {
                throw keys.invalid("problem_type '" + problem + "' is not supported: one text has one label here");
            }
            return new HubConfig(encoder, labels(), keys.texts("architectures"));
        } catch (InvalidModelException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(keys.place() + ": " + e.getMessage(), e);
        }
    }

    private EncoderConfig distilbert() {
        return new EncoderConfig(
                Architecture.DISTILBERT,
                keys.integer("vocab_size", 30522),
                keys.integer("max_position_embeddings", 512),
                0,
                keys.integer("dim", 768),
                keys.integer("n_layers", 6),
                keys.integer("n_heads", 12),
                keys.integer("hidden_dim", 3072),
                activation("activation"),
                keys.number("layer_norm_eps", 1e-12),
                keys.number("dropout", 0.1),
                keys.number("attention_dropout", 0.1),
                keys.number("seq_classif_dropout", 0.2));
    }

    private EncoderConfig bert() {
        double dropout = keys.number("hidden_dropout_prob", 0.1);
        return new EncoderConfig(
                Architecture.BERT,
                keys.integer("vocab_size", 30522),
                keys.integer("max_position_embeddings", 512),
                keys.integer("type_vocab_size", 2),
                keys.integer("hidden_size", 768),
                keys.integer("num_hidden_layers", 12),
                keys.integer("num_attention_heads", 12),
                keys.integer("intermediate_size", 3072),
                activation("hidden_act"),
                keys.number("layer_norm_eps", 1e-12),
                dropout,
                keys.number("attention_probs_dropout_prob", 0.1),
                keys.number("classifier_dropout", dropout));
    }

    private Activation activation(String key) {
        String name = keys.text(key, "gelu");
        Activation activation = ACTIVATIONS.get(name);
        if (activation == null) {
            throw keys.invalid("activation '" + name + "' is not supported, expected one of "
                    + new TreeSet<>(ACTIVATIONS.keySet()));
        }
        return activation;
    }

    Optional<Labels> labels() {
        JsonElement names = keys.value("id2label");
        if (names.isJsonNull()) {
            return Optional.empty();
        }
        if (!names.isJsonObject()) {
            throw keys.invalid("id2label must map ids to names");
        }
        int size = names.getAsJsonObject().size();
        var list = new ArrayList<String>();
        for (int id = 0; id < size; id++) {
            JsonElement name = names.getAsJsonObject().get(Integer.toString(id));
            if (name == null || !name.isJsonPrimitive()) {
                throw keys.invalid("id2label has " + size + " entries but no name for id " + id);
            }
            list.add(name.getAsString());
        }
        try {
            return list.isEmpty() ? Optional.empty() : Optional.of(Labels.of(list));
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(keys.place() + ": id2label: " + e.getMessage(), e);
        }
    }

    private void requireAtMost(String name, int value, int limit) {
        if (value > limit) {
            throw keys.invalid(name + " is " + value + ", more than the supported " + limit);
        }
    }

    private void requireOff(String key, String why) {
        JsonElement value = keys.value(key);
        if (!value.isJsonNull() && !value.toString().equals("false")) {
            throw keys.invalid(key + " is " + value + "; " + why);
        }
    }
}
