package io.github.emotion4j.core.labels;

import io.github.emotion4j.data.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What labels mean, in words: one description a label or several, such as synonyms. Immutable and thread-safe.
 *
 * <pre>{@code
 * LabelDescriptions.parse("joy=happy joyful excited,anger=furious about something|seething")
 * LabelDescriptions.of(Map.of("joy", List.of("happy", "over the moon"), "anger", List.of("furious")))
 * }</pre>
 *
 * @param labels the labels, in id order
 * @param byLabel the descriptions of each label, in id order; at least one each, none blank
 */
public record LabelDescriptions(Labels labels, List<List<String>> byLabel) {

    private static final String PLACE = "{}";

    /** Checks that every label has a description and that there are two labels at least. */
    public LabelDescriptions {
        byLabel = byLabel.stream().map(List::copyOf).toList();
        if (labels.size() < 2) {
            throw new IllegalArgumentException("expected two labels to tell apart, or more, found " + labels);
        }
        if (byLabel.size() != labels.size()) {
            throw new IllegalArgumentException(
                    "there are " + labels.size() + " labels but descriptions of " + byLabel.size());
        }
        for (int label = 0; label < labels.size(); label++) {
            if (byLabel.get(label).isEmpty() || byLabel.get(label).stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("label '" + labels.name(label)
                        + "' has an empty description; describe it in words, or leave its name alone");
            }
        }
    }

    /** The descriptions of each label, in the order of the map. */
    public static LabelDescriptions of(Map<String, List<String>> byName) {
        return new LabelDescriptions(Labels.of(List.copyOf(byName.keySet())), List.copyOf(byName.values()));
    }

    /** Every name is its own description. */
    public static LabelDescriptions ofNames(Labels labels) {
        return new LabelDescriptions(
                labels, labels.names().stream().map(List::of).toList());
    }

    /**
     * Reads {@code label=words,label=words,…}. Words that stand apart are descriptions of their own; with a {@code |} anywhere between {@code =} and the
     * next comma only that parts descriptions, so that they can be phrases. A name without {@code =} is its own description.
     *
     * @throws IllegalArgumentException if a name or a description is missing, or a name occurs twice
     */
    public static LabelDescriptions parse(String text) {
        var byName = new LinkedHashMap<String, List<String>>();
        for (String entry : text.split(",", -1)) {
            int equals = entry.indexOf('=');
            String name = (equals < 0 ? entry : entry.substring(0, equals)).strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected label=words, found '" + entry.strip() + "' in '" + text + "'");
            }
            List<String> descriptions = equals < 0 ? List.of(name) : descriptions(entry.substring(equals + 1));
            if (descriptions.isEmpty()) {
                throw new IllegalArgumentException("nothing describes label '" + name + "' in '" + text
                        + "'; write words behind '=', or the name alone");
            }
            if (byName.put(name, descriptions) != null) {
                throw new IllegalArgumentException("label '" + name + "' occurs twice in '" + text + "'");
            }
        }
        return of(byName);
    }

    private static List<String> descriptions(String text) {
        return Arrays.stream(text.split(text.indexOf('|') >= 0 ? "\\|" : "\\s+"))
                .map(String::strip)
                .filter(description -> !description.isEmpty())
                .toList();
    }

    /**
     * The same labels, each description in place of {@code {}} in a text: {@code "i feel {}"}.
     *
     * @throws IllegalArgumentException if the template has no such place
     */
    public LabelDescriptions within(String template) {
        if (!template.contains(PLACE)) {
            throw new IllegalArgumentException("expected a template with " + PLACE
                    + " in the place of the description, such as \"i feel {}\", found '" + template + "'");
        }
        return new LabelDescriptions(
                labels,
                byLabel.stream()
                        .map(list -> list.stream()
                                .map(description -> template.replace(PLACE, description))
                                .toList())
                        .toList());
    }

    /**
     * The same descriptions in another order of labels, a data set's for instance.
     *
     * @throws IllegalArgumentException if there are other labels than these
     */
    public LabelDescriptions inOrderOf(Labels others) {
        var ordered = new ArrayList<List<String>>();
        for (String name : others.names()) {
            ordered.add(byLabel.get(labels.id(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "label '" + name + "' is not described; described are " + labels))));
        }
        if (others.size() != labels.size()) {
            throw new IllegalArgumentException("described are the labels " + labels + ", found " + others);
        }
        return new LabelDescriptions(others, ordered);
    }

    /** All descriptions, label by label. */
    public List<String> texts() {
        return byLabel.stream().flatMap(List::stream).toList();
    }

    /** The label id of each of {@link #texts()}. */
    public int[] labelIds() {
        return IntStream.range(0, labels.size())
                .flatMap(label ->
                        IntStream.generate(() -> label).limit(byLabel.get(label).size()))
                .toArray();
    }

    /** Descriptions by label name, in id order. */
    public Map<String, List<String>> byName() {
        var byName = new LinkedHashMap<String, List<String>>();
        IntStream.range(0, labels.size()).forEach(label -> byName.put(labels.name(label), byLabel.get(label)));
        return byName;
    }
}
