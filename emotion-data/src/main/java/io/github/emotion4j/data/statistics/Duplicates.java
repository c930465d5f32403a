package io.github.emotion4j.data.statistics;

import io.github.emotion4j.data.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts that occur more than once, in one data set or across splits. Thread-safe: no state. */
public final class Duplicates {

    private Duplicates() {}

    /**
     * Where a text stands.
     *
     * @param split name of the split
     * @param row row in the split, from 0
     * @param label name of its label there
     */
    public record Occurrence(String split, int row, String label) {}

    /**
     * A text that occurs more than once.
     *
     * @param text the text
     * @param occurrences at least two, in the order of splits and rows
     */
    public record Repeated(String text, List<Occurrence> occurrences) {

        /** Keeps its own copy. */
        public Repeated {
            occurrences = List.copyOf(occurrences);
        }

        /** Whether it has more than one label. */
        public boolean conflicting() {
            return occurrences.stream().map(Occurrence::label).distinct().count() > 1;
        }
    }

    /** Texts that occur more than once in a data set, in the order of their first occurrence. */
    public static List<Repeated> within(Dataset data) {
        return repeated(Map.of("", data));
    }

    /**
     * Texts that occur in more than one split: those on which an evaluation would be told what it was trained on. In the order of their first occurrence.
     *
     * @param splits data by name, in an order that the map keeps
     */
    public static List<Repeated> between(Map<String, Dataset> splits) {
        return repeated(splits).stream()
                .filter(text -> text.occurrences().stream()
                                .map(Occurrence::split)
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    private static List<Repeated> repeated(Map<String, Dataset> splits) {
        Map<String, List<Occurrence>> occurrences = new LinkedHashMap<>();
        splits.forEach((split, data) -> {
            for (int row = 0; row < data.size(); row++) {
                occurrences
                        .computeIfAbsent(data.text(row), text -> new ArrayList<>(1))
                        .add(new Occurrence(split, row, data.labels().name(data.labelId(row))));
            }
        });
        return occurrences.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> new Repeated(entry.getKey(), entry.getValue()))
                .toList();
    }
}
