package io.github.emotion4j.data;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The label names of a data set or model, in id order: the name at index {@code i} has id {@code i}. Names come from data, never from code.
 *
 * <p>Immutable and thread-safe.
 */
public final class Labels {

    private static final String UNNAMED = "LABEL_";

    /** Short enough for its value to be computed. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,100}(\\.[0-9]{1,100})?");

    private static final Pattern DIGITS = Pattern.compile("(?:^-)?[0-9]+(?:\\.[0-9]+)?$");

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

    /**
     * The distinct names in the order where no checkpoint or file prescribes another: numbers by their value, so that whole numbers 0…n-1 are their own
     * ids; so also where all names are one word and a number ({@code LABEL_2} before {@code LABEL_10}); anything else by UTF-16 code units.
     */
    public static Labels sorted(Iterable<String> names) {
        var distinct = new TreeSet<String>();
        names.forEach(distinct::add);
        String word = distinct.isEmpty() ? "" : DIGITS.matcher(distinct.first()).replaceFirst("");
        boolean numbered = distinct.stream()
                .allMatch(name -> name.startsWith(word)
                        && NUMBER.matcher(name.substring(word.length())).matches());
        return new Labels(
                numbered
                        ? distinct.stream()
                                .sorted(Comparator.comparing(name -> new BigDecimal(name.substring(word.length()))))
                                .toList()
                        : List.copyOf(distinct));
    }

    /** The names that Hugging Face's tools give to labels without names: {@code LABEL_0}, {@code LABEL_1}, … */
    public static Labels unnamed(int count) {
        return new Labels(IntStream.range(0, count).mapToObj(id -> UNNAMED + id).toList());
    }

    /** Whether these are the names of labels without names. */
    public boolean areUnnamed() {
        return size() > 0 && equals(unnamed(size()));
    }

    /** Names that differ only in case, composition of accents or surrounding space, in groups of two and more, in id order. */
    public List<List<String>> lookalikes() {
        var groups = new LinkedHashMap<String, List<String>>();
        for (String name : names) {
            String bare = Normalizer.normalize(name, Normalizer.Form.NFC).replaceAll("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$", "");
            groups.computeIfAbsent(bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(name);
        }
        return groups.values().stream().filter(group -> group.size() > 1).toList();
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
