package io.github.emotion4j.data.split;

import io.github.emotion4j.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Cuts a data set into parts in which every label has its share. Each row is in exactly one part, and rows keep their order within it.
 *
 * <p>Thread-safe: no state. The same seed gives the same parts on every machine.
 */
public final class Splits {

    private Splits() {}

    /**
     * A fold of a cross-validation.
     *
     * @param train all other rows
     * @param test this fold's rows
     */
    public record Fold(Dataset train, Dataset test) {}

    /**
     * Parts of the given shares, for instance 0.8, 0.1 and 0.1 for train, validation and test. Of each label a part has its share to within one row, and
     * so has it of all rows together to within one row per part.
     *
     * @param shares each > 0, together 1 (to within 1e-6)
     * @return as many data sets as shares, with the labels of {@code data}
     * @throws IllegalArgumentException if the shares are no such, or a part would be empty
     */
    public static List<Dataset> stratified(Dataset data, long seed, double... shares) {
        if (shares.length == 0
                || Arrays.stream(shares).anyMatch(share -> !(share > 0))
                || Math.abs(Arrays.stream(shares).sum() - 1) > 1e-6) {
            throw new IllegalArgumentException("shares must be > 0 and add up to 1, found " + Arrays.toString(shares));
        }
        int[] partOfRow = new int[data.size()];
        double[] owed = new double[shares.length];
        for (List<Integer> rows : shuffledRowsByLabel(data, seed)) {
            int[] sizes = sizes(rows.size(), shares, owed);
            int at = 0;
            for (int part = 0; part < sizes.length; part++) {
                for (int i = 0; i < sizes[part]; i++) {
                    partOfRow[rows.get(at++)] = part;
                }
            }
        }
        List<Dataset> parts = IntStream.range(0, shares.length)
                .mapToObj(part -> data.select(rowsWhere(partOfRow, part, true)))
                .toList();
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part).size() == 0) {
                throw new IllegalArgumentException("a share of " + shares[part] + " of " + data.size()
                        + " rows is no row at all; use a larger share or more data");
            }
        }
        return parts;
    }

    /**
     * Folds of equal size (to within one row), in which every label has its share (to within one row). A label with fewer rows than folds is missing in
     * some.
     *
     * @param folds at least 2, at most {@code data.size()}
     */
    public static List<Fold> kFold(Dataset data, int folds, long seed) {
        if (folds < 2 || folds > data.size()) {
            throw new IllegalArgumentException(
                    "the number of folds must be between 2 and the " + data.size() + " rows, found " + folds);
        }
        int[] foldOfRow = new int[data.size()];
        int dealt = 0; // goes on from label to label, so that the remainders do not all land in the first fold
        for (List<Integer> rows : shuffledRowsByLabel(data, seed)) {
            for (int row : rows) {
                foldOfRow[row] = dealt++ % folds;
            }
        }
        return IntStream.range(0, folds)
                .mapToObj(fold -> new Fold(
                        data.select(rowsWhere(foldOfRow, fold, false)), data.select(rowsWhere(foldOfRow, fold, true))))
                .toList();
    }

    /**
     * Some rows, in which every label has its share to within one row.
     *
     * @param rows how many, at least 0; of a smaller data set all
     * @return row numbers, ascending
     */
    public static int[] sample(Dataset data, int rows, long seed) {
        if (rows < 0) {
            throw new IllegalArgumentException("the number of rows must be >= 0, found " + rows);
        }
        if (rows >= data.size()) {
            return IntStream.range(0, data.size()).toArray();
        }
        double share = (double) rows / data.size();
        double[] shares = {share, 1 - share};
        double[] owed = new double[shares.length];
        return shuffledRowsByLabel(data, seed).stream()
                .flatMap(ofLabel -> ofLabel.subList(0, sizes(ofLabel.size(), shares, owed)[0]).stream())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** Whole rows for each part; what rounding leaves goes to the parts that are owed most over all labels so far. */
    private static int[] sizes(int count, double[] shares, double[] owed) {
        int[] sizes = new int[shares.length];
        int left = count;
        for (int part = 0; part < shares.length; part++) {
            sizes[part] = (int) Math.floor(count * shares[part] + 1e-9);
            owed[part] += count * shares[part] - sizes[part];
            left -= sizes[part];
        }
        int[] mostOwed = IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer part) -> -owed[part]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < left; i++) {
            sizes[mostOwed[i]]++;
            owed[mostOwed[i]]--;
        }
        return sizes;
    }

    private static int[] rowsWhere(int[] partOfRow, int part, boolean equal) {
        return IntStream.range(0, partOfRow.length)
                .filter(row -> partOfRow[row] == part == equal)
                .toArray();
    }

    /** One list per label id, each in random order. */
    static List<List<Integer>> shuffledRowsByLabel(Dataset data, long seed) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int id = 0; id < data.labels().size(); id++) {
            rows.add(new ArrayList<>());
        }
        for (int row = 0; row < data.size(); row++) {
            rows.get(data.labelId(row)).add(row);
        }
        var random = new Random(seed);
        rows.forEach(ofLabel -> Collections.shuffle(ofLabel, random));
        return rows;
    }
}
