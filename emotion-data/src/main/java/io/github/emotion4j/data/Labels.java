package io.github.emotion4j.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The label names of a data set or model, in id order: the name at index {@code i} has id {@code i}. Names come from data, never from code.
 *
 * <p>Immutable and thread-safe.
 */
public final class Labels {

    private final List<String> names;
    private final Map<String, Integer> ids = new HashMap<>();

    private Labels(List<String> names) {
        this.names = List.copyOf(names);
        for (int id = 0; id < names.size(); id++) {
            String name = names.get(id);
            if (name.isBlank()) {
                throw new IllegalArgumentException("label " + id + " has a blank name; give every label a name");
            }
            if (ids.put(name, id) != null) {
                throw new IllegalArgumentException("label '" + name + "' occurs twice in " + names);
            }
        }
    }

    /**
     * Labels in the given id order.
     *
     * @throws IllegalArgumentException if a name is blank or occurs twice
     */
    public static Labels of(List<String> names) {
        return new Labels(names);
    }

    /** The distinct names, sorted by their UTF-16 code units: the order where no checkpoint or file prescribes another. */
    public static Labels sorted(Iterable<String> names) {
        var distinct = new java.util.TreeSet<String>();
        names.forEach(distinct::add);
        return new Labels(List.copyOf(distinct));
    }

    /** Names in id order. */
    public List<String> names() {
        return names;
    }

    /** Number of labels. */
    public int size() {
        return names.size();
    }

    /**
     * The name of an id.
     *
     * @throws IndexOutOfBoundsException if {@code id} is not in {@code [0, size())}
     */
    public String name(int id) {
        return names.get(id);
    }

    /** The id of a name, or empty if the name is not one of these labels. */
    public OptionalInt id(String name) {
        Integer id = ids.get(name);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels && labels.names.equals(names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
