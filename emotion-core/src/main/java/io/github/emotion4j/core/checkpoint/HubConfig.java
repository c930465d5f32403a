package io.github.emotion4j.core.checkpoint;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Hugging Face {@code config.json} of the DistilBERT or BERT family. Keys that change what is computed and are not supported are refused by
 * name; keys that do not are ignored.
 *
 * <p>DistilBERT's class has a fixed LayerNorm epsilon of 1e-12 and no key for it; another value is kept here under {@code layer_norm_eps}.
 *
 * @param encoder sizes and constants
 * @param labels names of the logits, if {@code id2label} is there
 * @param architectures the class names the file lists, e.g. {@code DistilBertForSequenceClassification}; may be empty
 */
public record HubConfig(EncoderConfig encoder, Optional<Labels> labels, List<String> architectures) {

    private static final long MAX_BYTES = 16 << 20;

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

    /** Keeps a copy of the list. */
    public HubConfig {
        architectures = List.copyOf(architectures);
    }

    /**
     * Reads a config.json.
     *
     * @throws InvalidModelException if it is no JSON object, of another model family, or asks for something unsupported
     */
    public static HubConfig read(Path file) throws IOException {
        return parse(file.toString(), object(file));
    }

    /** The labels of a config.json of any model type, in id order; empty if it names none. */
    public static Optional<Labels> readLabels(Path file) throws IOException {
        return new Reader(file.toString(), object(file)).labels();
    }

    private static JsonObject object(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidModelException(file + ": " + Files.size(file) + " bytes, expected a small JSON file");
        }
        try {
            JsonElement json = JsonParser.parseString(Files.readString(file));
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
            throw new InvalidModelException(file + ": expected a JSON object");
        } catch (JsonParseException | StackOverflowError e) {
            throw new InvalidModelException(file + ": not valid JSON: " + e.getMessage(), e);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new InvalidModelException(file + ": not valid UTF-8", e);
        }
    }

    static HubConfig parse(String place, JsonObject json) {
        var reader = new Reader(place, json);
        String type = reader.text("model_type", "");
        reader.requireOff("is_decoder", "a decoder has a causal mask");
        reader.requireOff("add_cross_attention", "cross-attention is not part of an encoder");
        reader.requireOff("is_encoder_decoder", "only encoders are supported");
        String positions = reader.text("position_embedding_type", "absolute");
        if (!positions.equals("absolute")) {
            throw reader.invalid("position_embedding_type '" + positions + "' is not supported, expected 'absolute'");
        }
        if (json.has("pruned_heads") && !json.get("pruned_heads").toString().matches("\\{}|null|\\[]")) {
            throw reader.invalid("pruned_heads is not empty; pruned attention heads are not supported");
        }
        try {
            EncoderConfig encoder = switch (type) {
                case "distilbert" -> reader.distilbert();
                case "bert" -> reader.bert();
                case "" -> throw reader.invalid("there is no 'model_type', expected 'distilbert' or 'bert'");
                default ->
                    throw reader.invalid("model_type '" + type + "' is not supported, expected 'distilbert' or 'bert'");
            };
            reader.requireAtMost("layers", encoder.layers(), MAX_LAYERS);
            reader.requireAtMost("hidden size", encoder.hiddenSize(), MAX_WIDTH);
            reader.requireAtMost("intermediate size", encoder.intermediateSize(), MAX_WIDTH);
            String problem = reader.text("problem_type", "single_label_classification");
            if (!problem.equals("single_label_classification")) {
                throw reader.invalid("problem_type '" + problem + "' is not supported: one text has one label here");
            }
            return new HubConfig(encoder, reader.labels(), reader.texts("architectures"));
        } catch (InvalidModelException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(place + ": " + e.getMessage(), e);
        }
    }

    /** The JSON of a checkpoint's configuration, as transformers' classes read it. Keys in fixed order: equal content gives equal text. */
    public static String write(Checkpoint checkpoint, String architectureClass) {
        EncoderConfig c = checkpoint.config();
        boolean distilbert = c.architecture() == Architecture.DISTILBERT;
        var json = new JsonObject();
        var classes = new JsonArray();
        classes.add(architectureClass);
        json.add("architectures", classes);
        json.addProperty("model_type", distilbert ? "distilbert" : "bert");
        json.addProperty("vocab_size", c.vocabularySize());
        json.addProperty("max_position_embeddings", c.maxPositions());
        json.addProperty(distilbert ? "dim" : "hidden_size", c.hiddenSize());
        json.addProperty(distilbert ? "n_layers" : "num_hidden_layers", c.layers());
        json.addProperty(distilbert ? "n_heads" : "num_attention_heads", c.heads());
        json.addProperty(distilbert ? "hidden_dim" : "intermediate_size", c.intermediateSize());
        json.addProperty(distilbert ? "activation" : "hidden_act", name(c.activation()));
        json.addProperty(distilbert ? "dropout" : "hidden_dropout_prob", c.dropout());
        json.addProperty(distilbert ? "attention_dropout" : "attention_probs_dropout_prob", c.attentionDropout());
        json.addProperty(distilbert ? "seq_classif_dropout" : "classifier_dropout", c.headDropout());
        if (distilbert) {
            json.addProperty("sinusoidal_pos_embds", false);
        } else {
            json.addProperty("type_vocab_size", c.typeVocabularySize());
            json.addProperty("position_embedding_type", "absolute");
        }
        if (!distilbert || c.layerNormEpsilon() != 1e-12) {
            json.addProperty("layer_norm_eps", c.layerNormEpsilon());
        }
        json.addProperty("pad_token_id", 0);
        checkpoint.labels().ifPresent(labels -> {
            var names = new JsonObject();
            var ids = new JsonObject();
            for (int id = 0; id < labels.size(); id++) {
                names.addProperty(Integer.toString(id), labels.name(id));
                ids.addProperty(labels.name(id), id);
            }
            json.add("id2label", names);
            json.add("label2id", ids);
            json.addProperty("problem_type", "single_label_classification");
        });
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(json) + "\n";
    }

    private static String name(Activation activation) {
        return switch (activation) {
            case GELU_ERF -> "gelu";
            case GELU_TANH -> "gelu_new";
            case RELU -> "relu";
            case TANH ->
                throw new IllegalArgumentException("tanh is not an activation of an encoder's feed-forward layer");
        };
    }

    /** Typed access to one JSON object, with errors that name file and key. */
    private record Reader(String place, JsonObject json) {

        EncoderConfig distilbert() {
            return new EncoderConfig(
                    Architecture.DISTILBERT,
                    integer("vocab_size", 30522),
                    integer("max_position_embeddings", 512),
                    0,
                    integer("dim", 768),
                    integer("n_layers", 6),
                    integer("n_heads", 12),
                    integer("hidden_dim", 3072),
                    activation("activation"),
                    number("layer_norm_eps", 1e-12),
                    number("dropout", 0.1),
                    number("attention_dropout", 0.1),
                    number("seq_classif_dropout", 0.2));
        }

        EncoderConfig bert() {
            double dropout = number("hidden_dropout_prob", 0.1);
            return new EncoderConfig(
                    Architecture.BERT,
                    integer("vocab_size", 30522),
                    integer("max_position_embeddings", 512),
                    integer("type_vocab_size", 2),
                    integer("hidden_size", 768),
                    integer("num_hidden_layers", 12),
                    integer("num_attention_heads", 12),
                    integer("intermediate_size", 3072),
                    activation("hidden_act"),
                    number("layer_norm_eps", 1e-12),
                    dropout,
                    number("attention_probs_dropout_prob", 0.1),
                    number("classifier_dropout", dropout));
        }

        Activation activation(String key) {
            String name = text(key, "gelu");
            Activation activation = ACTIVATIONS.get(name);
            if (activation == null) {
                throw invalid("activation '" + name + "' is not supported, expected one of "
                        + new java.util.TreeSet<>(ACTIVATIONS.keySet()));
            }
            return activation;
        }

        Optional<Labels> labels() {
            JsonElement names = json.get("id2label");
            if (names == null || names.isJsonNull()) {
                return Optional.empty();
            }
            if (!names.isJsonObject()) {
                throw invalid("id2label must map ids to names");
            }
            int size = names.getAsJsonObject().size();
            var list = new ArrayList<String>();
            for (int id = 0; id < size; id++) {
                JsonElement name = names.getAsJsonObject().get(Integer.toString(id));
                if (name == null || !name.isJsonPrimitive()) {
                    throw invalid("id2label has " + size + " entries but no name for id " + id);
                }
                list.add(name.getAsString());
            }
            try {
                return list.isEmpty() ? Optional.empty() : Optional.of(Labels.of(list));
            } catch (IllegalArgumentException e) {
                throw new InvalidModelException(place + ": id2label: " + e.getMessage(), e);
            }
        }

        int integer(String key, int absent) {
            double value = number(key, absent);
            if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
                throw invalid(key + " must be an integer, found " + json.get(key));
            }
            return (int) value;
        }

        double number(String key, double absent) {
            JsonElement value = value(key);
            if (value.isJsonNull()) {
                return absent;
            }
            if (!value.isJsonPrimitive() || !((JsonPrimitive) value).isNumber()) {
                throw invalid(key + " must be a number, found " + value);
            }
            try {
                return value.getAsDouble();
            } catch (NumberFormatException e) {
                throw new InvalidModelException(place + ": " + key + " must be a number, found " + value, e);
            }
        }

        String text(String key, String absent) {
            JsonElement value = value(key);
            if (value.isJsonNull()) {
                return absent;
            }
            if (!value.isJsonPrimitive() || !((JsonPrimitive) value).isString()) {
                throw invalid(key + " must be a text, found " + value);
            }
            return value.getAsString();
        }

        List<String> texts(String key) {
            JsonElement value = value(key);
            if (value.isJsonNull()) {
                return List.of();
            }
            if (!value.isJsonArray()) {
                throw invalid(key + " must be a list, found " + value);
            }
            var texts = new ArrayList<String>();
            value.getAsJsonArray().forEach(item -> texts.add(item.isJsonPrimitive() ? item.getAsString() : ""));
            return texts;
        }

        void requireAtMost(String name, int value, int limit) {
            if (value > limit) {
                throw invalid(name + " is " + value + ", more than the supported " + limit);
            }
        }

        void requireOff(String key, String why) {
            JsonElement value = value(key);
            if (!value.isJsonNull() && !value.toString().equals("false")) {
                throw invalid(key + " is " + value + "; " + why);
            }
        }

        JsonElement value(String key) {
            JsonElement value = json.get(key);
            return value == null ? JsonNull.INSTANCE : value;
        }

        InvalidModelException invalid(String problem) {
            return new InvalidModelException(place + ": " + problem);
        }
    }
}
