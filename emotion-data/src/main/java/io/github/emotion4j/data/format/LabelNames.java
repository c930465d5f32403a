package io.github.emotion4j.data.format;

import io.github.emotion4j.data.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What the label that stands in a row is called: one of the names that are prescribed, if any are. Not thread-safe. */
final class LabelNames {

    /** Labels that were seen are found at once; more of them than this are no labels, but texts or numbers of rows. */
    private static final int MOST_KEPT = 10_000;

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+\\.0*");
    private static final Pattern ID = Pattern.compile("[0-9]{1,9}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final Optional<Labels> labels;
    private final boolean namesAreNumbers;
    private final Map<String, String> byWhole = new HashMap<>();
    private final Map<String, String> seen = new HashMap<>();
    private final Map<String, String> written = new HashMap<>();
    private final Consumer<String> note;
    private boolean spacesTold;

    /**
     * @param labels that a row may have; empty if it may have any
     * @param note is told that names differed in spaces around them
     */
    LabelNames(Optional<Labels> labels, Consumer<String> note) {
        this.labels = labels;
        this.note = note;
        this.namesAreNumbers = labels.isPresent()
                && labels.get().names().stream()
                        .anyMatch(name -> NUMBER.matcher(name).matches());
        labels.ifPresent(given -> given.names().forEach(name -> byWhole.putIfAbsent(whole(name), name)));
    }

    /** A number like {@code 1.0}, as pandas writes whole numbers where one is missing, without its fraction of nothing; anything else as it is. */
    static String whole(String label) {
        if (!WHOLE.matcher(label).matches()) {
            return label;
        }
        String integer = label.substring(0, label.indexOf('.'));
        return integer.matches("-0+") ? integer.substring(1) : integer;
    }

    /**
     * The label's name.
     *
     * @param label as it stands in the file, not blank
     * @param place of the row
     */
    String name(String label, String place) throws InvalidRowException {
        String known = seen.get(label);
        if (known != null) {
            return known;
        }
        String bare = label.strip();
        String name = labels.isPresent() ? prescribed(bare, labels.get(), place) : whole(bare);
        if (seen.size() < MOST_KEPT) {
            tellSpaces(label, bare, place);
            seen.put(label, name);
        }
        return name;
    }

    private String prescribed(String label, Labels known, String place) throws InvalidRowException {
        if (known.id(label).isPresent()) {
            return label;
        }
        String whole = whole(label);
        if (byWhole.containsKey(whole)) {
            return byWhole.get(whole);
        }
        if (!namesAreNumbers && ID.matcher(whole).matches() && Integer.parseInt(whole) < known.size()) {
            return known.name(Integer.parseInt(whole));
        }
        throw new InvalidRowException(
                place,
                "label '" + Shortened.of(label) + "' is not one of " + known.names()
                        + (known.areUnnamed()
                                ? "; these are no names: name the labels in order of id with --labels (Java: Model.withLabels)"
                                : "; add it to the labels, or correct the row"));
    }

    /** Spaces around are nobody's intention; where a file has a label with and without it is said once that they are one. */
    private void tellSpaces(String label, String bare, String place) {
        String before = written.putIfAbsent(bare, label);
        if (before != null && !spacesTold) {
            spacesTold = true;
            note.accept(place + ": labels are taken without the spaces around them: '" + label + "' and '" + before
                    + "' are one");
        }
    }
}
