package io.github.emotion4j.core.onnx.proof;

import com.google.gson.JsonObject;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.hub.HubConfig;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Parameter;
import io.github.emotion4j.core.onnx.trace.Part;
import io.github.emotion4j.core.onnx.trace.Part.Attention;
import io.github.emotion4j.core.onnx.trace.Part.Linear;
import io.github.emotion4j.core.onnx.trace.Part.LookUp;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configuration of an encoder for which there is no {@code config.json}, from the shapes and places of what its graph used. Only of encoders whose
 * LayerNorms stand behind the residual sums and whose positions are in their embeddings, or in a table of biases as MPNet's: the constants of other
 * families are not to be seen in a graph.
 */
final class GraphConfig {

    private static final String NO_CONFIG = "; without a config.json beside the file only BERT, DistilBERT, RoBERTa, "
            + "ELECTRA, ALBERT and MPNet are recognised";

    /** BERT's and DistilBERT's own epsilon, in place of one that an optimiser removed as too small to matter in float32. */
    private static final double DEFAULT_EPSILON = 1e-12;

    private final List<Part> parts;
    private final TokenBatch batch;
    private final Optional<Activation> head;

    /**
     * A configuration by what was done.
     *
     * @param batch that the graph was run on
     * @param head activation of the classifier's hidden layer, if it has one
     */
    GraphConfig(List<Part> parts, TokenBatch batch, Optional<Activation> head) {
        this.parts = parts;
        this.batch = batch;
        this.head = head;
    }

    /** The configuration; what is not in a graph, such as dropout, is that of the family's class. */
    EncoderConfig read(Activations activations) {
        List<Attention> attentions = of(Attention.class).toList();
        List<Linear> linears = of(Linear.class).toList();
        if (attentions.isEmpty()) {
            throw new Refusal(
                    "there is no attention in the graph, products of queries and keys and a softmax" + NO_CONFIG);
        }
        List<Linear> projections = linears.stream()
                .filter(linear -> attentions.get(0).projections().contains(linear.node()))
                .toList();
        int behind = linears.indexOf(projections.get(projections.size() - 1)) + 1;
        if (projections.size() < 3 || behind + 2 >= linears.size()) {
            throw attentions
                    .get(0)
                    .node()
                    .refusal("expected three linear layers before the first attention, for queries, "
                            + "keys and values, and three behind it" + NO_CONFIG);
        }
        Linear inner = linears.get(behind + 1);
        int hidden = projections.get(0).weight().shape()[0];
        Tables tables = Tables.of(parts, batch);
        LookUp places = tables.positions()
                .orElseThrow(() -> new Refusal(
                        "no position is added to the embeddings (relative, rotary and ALiBi positions)" + NO_CONFIG));
        int types = tables.types().map(Tables::rows).orElse(0);
        var json = new JsonObject();
        boolean biased = tables.biases(parts, attentions.get(0).heads()).isPresent();
        String family = family(biased, isCounted(places), linears.indexOf(projections.get(0)) > 0, types);
        json.addProperty("model_type", family);
        json.addProperty("vocab_size", Tables.rows(tables.words()));
        json.addProperty("embedding_size", Tables.width(tables.words()));
        json.addProperty("max_position_embeddings", Tables.rows(places));
        json.addProperty("type_vocab_size", Math.max(1, types));
        // the first token is none of padding, and counting begins after the padding's id
        json.addProperty(
                "pad_token_id", isCounted(places) ? (int) places.indices().number(0) - 1 : 0);
        json.addProperty("layer_norm_eps", epsilon());
        put(json, hidden, "hidden_size", "dim");
        put(json, attentions.size(), "num_hidden_layers", "n_layers");
        put(json, attentions.get(0).heads(), "num_attention_heads", "n_heads");
        put(json, inner.weight().shape()[0], "intermediate_size", "hidden_dim");
        String activation = switch (activations.find(inner, linears.get(behind + 2))) {
            case GELU_ERF -> "gelu";
            case GELU_TANH -> "gelu_new";
            case RELU -> "relu";
            case TANH -> "tanh"; // of no family, as its message will say
        };
        json.addProperty("hidden_act", activation);
        json.addProperty("activation", activation);
        try {
            return HubConfig.parse("by the shapes in the graph", json.toString())
                    .encoder();
        } catch (InvalidModelException contradiction) {
            throw new Refusal(contradiction.getMessage());
        }
    }

    private <T extends Part> Stream<T> of(Class<T> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Families name the same number differently. */
    private static void put(JsonObject json, int number, String... keys) {
        for (String key : keys) {
            json.addProperty(key, number);
        }
    }

    private String family(boolean biased, boolean counted, boolean projected, int types) {
        if (biased || counted) {
            return biased ? "mpnet" : "roberta";
        }
        if (projected) {
            return isShared() ? "albert" : "electra";
        }
        if (head.equals(Optional.of(Activation.GELU_ERF))) {
            return "electra";
        }
        // a pooler is BERT's, though without segments: one of zeros changes nothing
        return types > 0 || head.equals(Optional.of(Activation.TANH)) ? "bert" : "distilbert";
    }

    /** Whether the first two layers have the same weights. */
    private boolean isShared() {
        List<Parameter> queries = of(Attention.class)
                .flatMap(attention -> of(Linear.class)
                        .filter(linear ->
                                linear.node() == attention.projections().get(0))
                        .map(Linear::weight))
                .toList();
        return queries.size() > 1 && queries.get(0).isSameAs(queries.get(1));
    }

    /** Whether places depend on ids: they are counted from the padding's. */
    private boolean isCounted(LookUp places) {
        Value rows = places.indices();
        return rows != null && rows.size() == batch.ids().length && rows.number(0) > 0;
    }

    /** The decimal that a float32 was written as: 1e-12, not 9.999999960041972e-13. */
    private double epsilon() {
        double epsilon = of(Part.Norm.class).findFirst().map(Part.Norm::epsilon).orElse(0.0);
        if (epsilon == 0) {
            return DEFAULT_EPSILON;
        }
        return (float) epsilon == epsilon ? Double.parseDouble(Float.toString((float) epsilon)) : epsilon;
    }
}
