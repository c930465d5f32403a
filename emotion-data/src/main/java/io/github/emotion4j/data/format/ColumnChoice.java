package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.format.ReadOptions.Header;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the columns of text and label: by the names that are wanted, by usual names, by number, or by what the rows look like. */
final class ColumnChoice {

    /** Of a column's name; a text has more. */
    private static final int MOST_WORDS = 4;

    private final String place;
    private final List<String> first;
    private final FirstRows rows;
    private final ReadOptions options;
    private final boolean labelled;

    /**
     * @param place of the first record
     * @param first record
     * @param next some of those behind it
     * @param labelled whether the label is wanted too
     */
    ColumnChoice(String place, List<String> first, List<List<String>> next, ReadOptions options, boolean labelled) {
        this.place = place;
        this.first = first;
        this.rows = new FirstRows(first, next);
        this.options = options;
        this.labelled = labelled;
    }

    /** The columns of a file that may begin with a header. */
    Columns choose() throws InvalidDataException {
        boolean header = options.header() == Header.AUTO ? isHeader() : options.header() == Header.PRESENT;
        return header ? named() : unnamed();
    }

    private boolean isHeader() throws InvalidDataException {
        if (hasName(options.textColumn()) || hasName(options.labelColumn())) {
            return true;
        }
        if (isNumber(options.textColumn()) && (!labelled || isNumber(options.labelColumn()))) {
            return isHeader(
                    number(options.textColumn(), "text"), labelled ? number(options.labelColumn(), "label") : -1);
        }
        boolean pair = first.size() == 2;
        if (options.defaultColumns() && pair && (isPairOfNames() || labelled && rows.standsOut(0, 1))) {
            return true;
        }
        if (options.defaultColumns() && first.size() == (labelled ? 2 : 1)) {
            return !labelled && ColumnNames.isOfTexts(first.get(0)) && !rows.recurs(0);
        }
        throw missing(
                options.textColumn(), "text", Remedy.TEXT_COLUMN, " (by number, from 1, if this line is no header)");
    }

    private boolean hasName(String name) {
        return !isNumber(name) && !ColumnNames.find(first, name).isEmpty();
    }

    /** Of columns that were chosen by number. */
    private boolean isHeader(int text, int label) {
        boolean named = ColumnNames.isOfTexts(first.get(text)) && !rows.recurs(text)
                || label >= 0 && ColumnNames.isOfLabels(first.get(label)) && !rows.recurs(label);
        return named || label >= 0 && rows.standsOut(text, label);
    }

    /** Whether one of two fields proves to be a name, and the other can be one. Neither comes again as a value. */
    private boolean isPairOfNames() {
        if (rows.recurs(0) || rows.recurs(1)) {
            return false;
        }
        for (int at = 0; at < 2; at++) {
            String field = first.get(at);
            String other = first.get(1 - at);
            boolean label = ColumnNames.isOfLabels(field) && couldBeName(other);
            // "content" is also an emotion: where labels are expected, such a word must have texts below it
            boolean text = ColumnNames.isOfTexts(field)
                    && (ColumnNames.isOfLabels(other)
                            || ColumnNames.couldBe(other) && (at == 0 || !labelled || rows.textsAreSecond(false)));
            if (label || text) {
                return true;
            }
        }
        return false;
    }

    /** The columns that the names in the first record tell. */
    Columns named() throws InvalidDataException {
        int text = byName(options.textColumn(), "text");
        int label = labelled ? byName(options.labelColumn(), "label") : -1;
        boolean few = first.size() <= 2;
        boolean anyText = few && options.textColumn().equals(ReadOptions.TEXT);
        boolean anyLabel = few && labelled && options.labelColumn().equals(ReadOptions.LABEL);
        boolean said = text >= 0 && (label >= 0 || !labelled);
        if (text < 0 && anyText) {
            text = usual(label, true);
        }
        if (label < 0 && anyLabel) {
            label = usual(text, false);
        }
        if (text < 0 && label < 0 && anyText && anyLabel && first.size() == 2 && !rows.bothAlike()) {
            requireTextsFirst(true);
            text = 0;
            label = 1;
        }
        if (text < 0 && anyText) {
            text = remaining(label);
        }
        if (label < 0 && anyLabel && first.size() == 2 && text >= 0 && rows.couldBeLabels(1 - text)) {
            label = 1 - text;
        }
        if (text < 0) {
            throw missing(options.textColumn(), "text", Remedy.TEXT_COLUMN, "");
        }
        if (labelled && label < 0) {
            throw missing(options.labelColumn(), "label", Remedy.LABEL_COLUMN, "");
        }
        return new Columns(true, text, label, said ? Optional.empty() : Optional.of(takenAsHeader(text, label)));
    }

    /** The one column that has a usual name; -1 if none or several have. */
    private int usual(int taken, boolean text) {
        int[] found = IntStream.range(0, first.size())
                .filter(at -> at != taken)
                .filter(at -> text ? ColumnNames.isOfTexts(first.get(at)) : ColumnNames.isOfLabels(first.get(at)))
                .toArray();
        return found.length == 1 ? found[0] : -1;
    }

    /** The column that is left for the text; -1 if there is no telling. */
    private int remaining(int label) {
        if (first.size() == 1) {
            return labelled ? -1 : 0;
        }
        int known = labelled ? label : usual(-1, false);
        return known >= 0 && rows.couldBeTexts(1 - known) ? 1 - known : -1;
    }

    private int byName(String column, String what) throws InvalidDataException {
        List<Integer> found = ColumnNames.find(first, column);
        if (found.size() > 1) {
            throw new InvalidDataException(
                    place,
                    "there are several columns '" + column + "' in " + first + "; rename all but one, or choose the "
                            + what + " column by its number");
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        return isNumber(column) && Integer.parseInt(column) <= first.size() ? Integer.parseInt(column) - 1 : -1;
    }

    private Columns unnamed() throws InvalidDataException {
        boolean byPlace = options.defaultColumns();
        int text = byPlace ? 0 : number(options.textColumn(), "text");
        int label = !labelled ? -1 : byPlace ? 1 : number(options.labelColumn(), "label");
        if (label >= first.size()) {
            throw missing(options.labelColumn(), "label", Remedy.LABEL_COLUMN, "");
        }
        if (options.header() != Header.AUTO) {
            return new Columns(false, text, label, Optional.empty());
        }
        if (labelled && byPlace) {
            requireTextsFirst(false);
        }
        boolean doubtful = couldBeName(first.get(text)) && (label < 0 || !rows.recurs(label));
        return new Columns(false, text, label, doubtful ? Optional.of(takenAsRow(text, label)) : Optional.empty());
    }

    private static boolean couldBeName(String field) {
        return field.strip().split("\\s+").length <= MOST_WORDS;
    }

    private int number(String column, String what) throws InvalidDataException {
        if (!isNumber(column) || Integer.parseInt(column) > first.size()) {
            throw new InvalidDataException(
                    place,
                    "the file has no header and " + first.size() + " columns; choose the " + what
                            + " column by its number, not '" + column + "'");
        }
        return Integer.parseInt(column) - 1;
    }

    private static boolean isNumber(String column) {
        return column.matches("[1-9][0-9]{0,8}");
    }

    /** Text and label are not swapped: where the rows speak against their order somebody must decide. */
    private void requireTextsFirst(boolean header) throws InvalidDataException {
        if (rows.textsAreSecond(!header)
                || rows.textsAreSecond(false) && rows.next().size() > 1) {
            throw new InvalidDataException(
                    place,
                    "the second column of " + first + " looks like texts and the first like labels; choose: "
                            + "--text-column 2 --label-column 1, or 1 and 2 (Java: " + Remedy.TEXT_COLUMN.method()
                            + ")");
        }
        String last = first.get(1);
        if (!header
                && options.delimiter() == ReadOptions.UNSET
                && Delimiters.foreign(last).isPresent()) {
            throw new InvalidDataException(
                    place,
                    "the label would be '" + Shortened.of(last) + "'" + Delimiters.hint(last)
                            + "; or say that they are not: " + Remedy.DELIMITER.with("C"));
        }
    }

    private String takenAsHeader(int text, int label) {
        return place + ": taken as a header, column '" + first.get(text).strip() + "' as text"
                + (labelled ? ", column '" + first.get(label).strip() + "' as label" : "")
                + "; --text-column" + (labelled ? ", --label-column" : "") + " or --no-header say otherwise";
    }

    private String takenAsRow(int text, int label) {
        return place + ": taken as a row, not as a header: the text is \"" + Shortened.of(first.get(text)) + "\""
                + (labelled ? ", the label '" + Shortened.of(first.get(label).strip()) + "'" : "")
                + "; --header says otherwise";
    }

    private InvalidDataException missing(String column, String what, Remedy remedy, String more) {
        List<String> usual = first.stream()
                .filter(field -> what.equals("text") ? ColumnNames.isOfTexts(field) : ColumnNames.isOfLabels(field))
                .toList();
        return new InvalidDataException(
                place,
                "there is no column '" + column + "' among " + first + "; choose the " + what + " column"
                        + (usual.size() == 1 ? " ('" + usual.get(0).strip() + "' perhaps)" : "") + more + ": " + remedy
                        + (first.size() == 1 ? Delimiters.hint(first.get(0)) : ""));
    }
}
