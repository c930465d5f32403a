package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Task;
import io.github.emotion4j.data.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the keys of a {@code config.json} mean. */
record HubConfigReader(JsonKeys keys) {

    /** Far above every published encoder; it keeps a hostile file from taking memory before its weights are looked for. */
    private static final int MAX_WIDTH = 1 << 20;

    HubConfig read() {
        refuseWhatIsNoEncoder();
        Task task = task();
        try {
            EncoderConfig encoder = family().read(keys);
            requireAtMost("hidden size", encoder.hiddenSize(), MAX_WIDTH);
            requireAtMost("intermediate size", encoder.intermediateSize(), MAX_WIDTH);
            return new HubConfig(encoder, task, labels(), keys.texts("architectures"));
        } catch (InvalidModelException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(keys.place() + ": " + e.getMessage(), e);
        }
    }

    private void refuseWhatIsNoEncoder() {
        keys.requireOff("is_decoder", "a decoder has a causal mask");
        keys.requireOff("add_cross_attention", "cross-attention is not part of an encoder");
        keys.requireOff("is_encoder_decoder", "only encoders are supported");
        String positions = keys.text("position_embedding_type", "absolute");
        if (!positions.equals("absolute")) {
            throw keys.invalid("position_embedding_type '" + positions + "' is not supported, expected 'absolute'");
        }
        if (!keys.value("pruned_heads").toString().matches("\\{}|null|\\[]")) {
            throw keys.invalid("pruned_heads is not empty; pruned attention heads are not supported");
        }
    }

    private Family family() {
        String type = keys.text("model_type", "");
        List<String> known = Family.all().stream().map(Family::modelType).toList();
        if (type.isEmpty()) {
            throw keys.invalid("there is no 'model_type', expected one of " + known);
        }
        return Family.all().stream()
                .filter(family -> family.modelType().equals(type))
                .findFirst()
                .orElseThrow(
                        () -> keys.invalid("model_type '" + type + "' is not supported, expected one of " + known));
    }

    /** By {@code problem_type} or the class's name. */
    Task task() {
        String problem = keys.text("problem_type", "");
        return switch (problem) {
            case "multi_label_classification" -> Task.MULTI_LABEL;
            case "single_label_classification", "" ->
                keys.texts("architectures").stream().anyMatch(name -> name.contains("MultiLabel"))
                        ? Task.MULTI_LABEL
                        : Task.SINGLE_LABEL;
            default ->
                throw keys.invalid("problem_type '" + problem
                        + "' is not supported, expected single_label_classification or multi_label_classification");
        };
    }

    /** From {@code id2label}, or, where only that is there, from {@code label2id}. */
    Optional<Labels> labels() {
        Map<Integer, String> names = named();
        var list = new ArrayList<String>();
        for (int id = 0; id < names.size(); id++) {
            String name = names.get(id);
            if (name == null) {
                throw keys.invalid(
                        "there are " + names.size() + " labels but no name for id " + id + "; correct id2label");
            }
            list.add(name);
        }
        try {
            return list.isEmpty() ? Optional.empty() : Optional.of(Labels.of(list));
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(keys.place() + ": id2label: " + e.getMessage(), e);
        }
    }

    private Map<Integer, String> named() {
        var names = new TreeMap<Integer, String>();
        JsonObject byId = keys.object("id2label").json();
        for (Map.Entry<String, JsonElement> entry : byId.entrySet()) {
            if (!entry.getValue().isJsonPrimitive()) {
                throw keys.invalid("id2label must map ids to names, found " + entry.getValue());
            }
            names.put(id("id2label", entry.getKey()), entry.getValue().getAsString());
        }
        if (byId.isEmpty()) {
            JsonKeys byName = keys.object("label2id");
            for (String name : byName.json().keySet()) {
                String other = names.put(byName.integer(name, 0), name);
                if (other != null) {
                    throw keys.invalid("label2id gives '" + other + "' and '" + name + "' the same id");
                }
            }
        }
        return names;
    }

    private int id(String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidModelException(
                    keys.place() + ": " + key + " must map ids to names, found the id '" + text + "'", e);
        }
    }

    private void requireAtMost(String name, int value, int limit) {
        if (value > limit) {
            throw keys.invalid(name + " is " + value + ", more than the supported " + limit);
        }
    }
}
