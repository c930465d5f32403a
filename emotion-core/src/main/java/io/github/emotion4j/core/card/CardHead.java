package io.github.emotion4j.core.card;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashSet;
import java.util.List;

/** The YAML in front of a model card. Texts are written as JSON strings, which are YAML too. */
final class CardHead {

    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private CardHead() {}

    static String of(ModelCard card) {
        var yaml = new StringBuilder("---\n");
        list(yaml, "language", card.languages());
        yaml.append("license: ").append(text(card.license())).append('\n');
        yaml.append(card.transformers() ? "library_name: transformers\n" : "library_name: emotion4j\n");
        yaml.append("pipeline_tag: text-classification\n");
        list(yaml, "tags", List.of("text-classification", "emotion4j"));
        card.baseModel()
                .ifPresent(id -> yaml.append("base_model: ").append(text(id)).append('\n'));
        card.data().flatMap(CardData::hubId).ifPresent(id -> list(yaml, "datasets", List.of(id)));
        list(
                yaml,
                "metrics",
                List.copyOf(new LinkedHashSet<>(
                        card.metrics().stream().map(CardMetric::type).toList())));
        index(yaml, card);
        return yaml.append("---\n").toString();
    }

    /** The hub's table of results: one entry a split. */
    private static void index(StringBuilder yaml, ModelCard card) {
        if (card.metrics().isEmpty()) {
            return;
        }
        yaml.append("model-index:\n- name: ").append(text(card.name())).append("\n  results:\n");
        var splits = new LinkedHashSet<>(
                card.metrics().stream().map(CardMetric::split).toList());
        for (String split : splits) {
            String data = card.data().map(CardData::name).orElse("unnamed");
            yaml.append("  - task:\n      type: text-classification\n      name: Text Classification\n    dataset:\n")
                    .append("      name: ")
                    .append(text(data))
                    .append("\n      type: ")
                    .append(text(card.data().flatMap(CardData::hubId).orElse(data)))
                    .append("\n      split: ")
                    .append(text(split))
                    .append("\n    metrics:\n");
            for (var metric : card.metrics()) {
                if (metric.split().equals(split)) {
                    yaml.append("    - type: ")
                            .append(text(metric.type()))
                            .append("\n      name: ")
                            .append(text(metric.name()))
                            .append("\n      value: ")
                            .append(CardBody.number(metric.value()))
                            .append('\n');
                }
            }
        }
    }

    private static void list(StringBuilder yaml, String key, List<String> items) {
        if (!items.isEmpty()) {
            yaml.append(key).append(":\n");
            items.forEach(item -> yaml.append("- ").append(text(item)).append('\n'));
        }
    }

    private static String text(String value) {
        return JSON.toJson(value);
    }
}
