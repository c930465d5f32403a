package io.github.emotion4j.data.format;

import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the first records of a file look like.
 *
 * @param first record, of one field or more
 * @param next those behind it that have as many fields
 */
record FirstRows(List<String> first, List<List<String>> next) {

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]*)?");
    private static final Pattern SPACE = Pattern.compile("\\s");

    /** Fewer do not show whether labels come again. */
    private static final int ENOUGH = 4;

    FirstRows {
        int fields = first.size();
        next = next.stream().filter(row -> row.size() == fields).toList();
    }

    /** Whether a field of the first record comes again in its column. */
    boolean recurs(int column) {
        String value = first.get(column).strip();
        return next.stream().anyMatch(row -> row.get(column).strip().equals(value));
    }

    /**
     * Whether the first record cannot be a row like those behind it: all their labels are numbers and its own is none; or all their labels come again and
     * its own does not, and their texts are of several words and its own is a single one.
     */
    boolean standsOut(int text, int label) {
        String own = first.get(label).strip();
        List<String> labels = next.stream().map(row -> row.get(label).strip()).toList();
        if (labels.isEmpty() || own.isEmpty() || isNumber(own)) {
            return false;
        }
        if (labels.stream().allMatch(FirstRows::isNumber)) {
            return true;
        }
        long sentences = next.stream().filter(row -> hasSpace(row.get(text))).count();
        return next.size() >= ENOUGH
                && labels.stream().allMatch(name -> Collections.frequency(labels, name) > 1)
                && !labels.contains(own)
                && ColumnNames.couldBe(own)
                && ColumnNames.couldBe(first.get(text))
                && 4 * sentences >= 3L * next.size();
    }

    /**
     * Whether the second of two columns has all the texts: most are of several words and hardly one comes twice, where the first column has single words or
     * numbers that do.
     *
     * @param withFirst whether the first record is a row, too
     */
    boolean textsAreSecond(boolean withFirst) {
        List<List<String>> rows =
                withFirst ? Stream.concat(Stream.of(first), next.stream()).toList() : next;
        int count = rows.size();
        long sentences = rows.stream().filter(row -> hasSpace(row.get(1))).count();
        long distinctFirst = rows.stream().map(row -> row.get(0)).distinct().count();
        long distinctSecond = rows.stream().map(row -> row.get(1)).distinct().count();
        return count > (withFirst ? 1 : 0)
                && rows.stream().noneMatch(row -> hasSpace(row.get(0)))
                && 10 * distinctSecond >= 9L * count
                && (sentences == count
                        || 2 * sentences >= count && distinctFirst < distinctSecond
                        || sentences > 0 && numbersFirst(rows));
    }

    private static boolean numbersFirst(List<List<String>> rows) {
        return rows.stream().allMatch(row -> isNumber(row.get(0)) && !isNumber(row.get(1)));
    }

    /** Whether a column behind a header can hold labels: they come again. */
    boolean couldBeLabels(int column) {
        List<String> values = next.stream().map(row -> row.get(column)).toList();
        return values.size() <= ENOUGH || values.stream().distinct().count() < values.size();
    }

    /** Whether a column behind a header can hold texts: not only numbers. */
    boolean couldBeTexts(int column) {
        return next.isEmpty() || !next.stream().allMatch(row -> isNumber(row.get(column)));
    }

    /** Whether both fields are usual names of texts, or both of labels. */
    boolean bothAlike() {
        return first.stream().allMatch(ColumnNames::isOfTexts) || first.stream().allMatch(ColumnNames::isOfLabels);
    }

    private static boolean isNumber(String field) {
        return NUMBER.matcher(field.strip()).matches();
    }

    private static boolean hasSpace(String field) {
        return SPACE.matcher(field.strip()).find();
    }
}
