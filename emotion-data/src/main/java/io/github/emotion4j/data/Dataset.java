package io.github.emotion4j.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Texts with label ids, and the names of the labels. Row order is the file's order.
 *
 * <p>Immutable and thread-safe.
 */
public final class Dataset implements Iterable<Example> {

    private final Labels labels;
    private final List<String> texts;
    private final int[] labelIds;

    private Dataset(Labels labels, List<String> texts, int[] labelIds) {
        this.labels = labels;
        this.texts = texts;
        this.labelIds = labelIds;
    }

    /**
     * A data set whose labels are the sorted distinct names of its examples.
     *
     * @param examples rows
     */
    public static Dataset of(List<Example> examples) {
        return of(examples, Labels.sorted(examples.stream().map(Example::label).toList()));
    }

    /**
     * A data set with prescribed labels, for instance a checkpoint's or the training split's.
     *
     * @param examples rows
     * @param labels all labels, in id order; some may not occur
     * @throws IllegalArgumentException if an example's label is not one of {@code labels}
     */
    public static Dataset of(List<Example> examples, Labels labels) {
        Objects.requireNonNull(labels, "labels");
        int[] ids = new int[examples.size()];
        for (int row = 0; row < ids.length; row++) {
            String name = examples.get(row).label();
            int at = row;
            ids[row] = labels.id(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "row " + (at + 1) + ": label '" + name + "' is not one of " + labels.names()));
        }
        return new Dataset(labels, examples.stream().map(Example::text).toList(), ids);
    }

    /** The labels, including those that do not occur. */
    public Labels labels() {
        return labels;
    }

    /** Number of rows. */
    public int size() {
        return labelIds.length;
    }

    /** The text of a row, {@code 0 <= row < size()}. */
    public String text(int row) {
        return texts.get(row);
    }

    /** The label id of a row, {@code 0 <= row < size()}. */
    public int labelId(int row) {
        return labelIds[row];
    }

    /** All texts in row order. */
    public List<String> texts() {
        return texts;
    }

    /** A copy of all label ids in row order. */
    public int[] labelIds() {
        return labelIds.clone();
    }

    /** Rows per label, indexed by label id. */
    public int[] labelCounts() {
        int[] counts = new int[labels.size()];
        for (int id : labelIds) {
            counts[id]++;
        }
        return counts;
    }

    /**
     * The given rows in the given order; a row may be taken more than once.
     *
     * @throws IndexOutOfBoundsException if a row does not exist
     */
    public Dataset select(int... rows) {
        List<String> chosen = IntStream.of(rows).mapToObj(texts::get).toList();
        return new Dataset(
                labels, chosen, IntStream.of(rows).map(row -> labelIds[row]).toArray());
    }

    /** The rows for which the condition holds, in their order, with the same labels. */
    public Dataset filter(Predicate<Example> condition) {
        return select(IntStream.range(0, size())
                .filter(row -> condition.test(example(row)))
                .toArray());
    }

    /** All rows in an order that follows the seed, the same on every machine. */
    public Dataset shuffle(long seed) {
        List<Integer> rows = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
        Collections.shuffle(rows, new Random(seed));
        return select(rows.stream().mapToInt(Integer::intValue).toArray());
    }

    /**
     * The same rows with other label ids, for instance a checkpoint's; names stay with their rows.
     *
     * @throws IllegalArgumentException if a row's label is not one of {@code labels}
     */
    public Dataset withLabels(Labels labels) {
        return of(IntStream.range(0, size()).mapToObj(this::example).toList(), labels);
    }

    /** A row, {@code 0 <= row < size()}. */
    public Example example(int row) {
        return new Example(texts.get(row), labels.name(labelIds[row]));
    }

    @Override
    public Iterator<Example> iterator() {
        return IntStream.range(0, size()).mapToObj(this::example).iterator();
    }
}
