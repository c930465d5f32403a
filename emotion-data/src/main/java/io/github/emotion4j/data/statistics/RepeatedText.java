package io.github.emotion4j.data.statistics;

import io.github.emotion4j.data.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text that occurs more than once, character by character the same.
 *
 * @param text the text
 * @param occurrences at least two, in the order of splits and rows
 */
public record RepeatedText(String text, List<Occurrence> occurrences) {

    /** Keeps an unmodifiable copy. */
    public RepeatedText {
        occurrences = List.copyOf(occurrences);
    }

    /**
     * Where it occurs.
     *
     * @param split name of the split
     * @param row row of the split, from 0
     * @param label name of the label there
     */
    public record Occurrence(String split, int row, String label) {}

    /** Whether the occurrences have different labels. */
    public boolean conflicting() {
        return occurrences.stream().map(Occurrence::label).distinct().count() > 1;
    }

    /** Whether it occurs in more than one split: then an evaluation on one is told what the model was trained on in the other. */
    public boolean shared() {
        return occurrences.stream().map(Occurrence::split).distinct().count() > 1;
    }

    /**
     * All texts that occur more than once, in the order of their first occurrence.
     *
     * @param splits data sets by name, in an order that the map keeps
     */
    public static List<RepeatedText> of(Map<String, Dataset> splits) {
        var byText = new LinkedHashMap<String, List<Occurrence>>();
        splits.forEach((split, data) -> {
            for (int row = 0; row < data.size(); row++) {
                byText.computeIfAbsent(data.text(row), text -> new ArrayList<>(1))
                        .add(new Occurrence(split, row, data.labels().name(data.labelId(row))));
            }
        });
        return byText.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> new RepeatedText(entry.getKey(), entry.getValue()))
                .toList();
    }
}
