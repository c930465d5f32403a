package io.github.emotion4j.data.split;

import io.github.emotion4j.data.Dataset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes labels equally frequent. For the training part only, after splitting: a row that is in two parts makes the evaluation worthless.
 *
 * <p>Thread-safe: no state. The same seed gives the same rows on every machine.
 */
public enum Balance {
    /** As the data is. */
    NONE {
        @Override
        int rowsPerLabel(int[] counts) {
            return -1;
        }
    },
    /** Rows of rarer labels are repeated, each equally often to within one, until every label has as many as the most frequent one. */
    OVERSAMPLE {
        @Override
        int rowsPerLabel(int[] counts) {
            return IntStream.of(counts).max().orElse(0);
        }
    },
    /** Of each label as many rows are drawn as the rarest one has. */
    UNDERSAMPLE {
        @Override
        int rowsPerLabel(int[] counts) {
            return IntStream.of(counts).filter(count -> count > 0).min().orElse(0);
        }
    };

    abstract int rowsPerLabel(int[] counts);

    /**
     * The balanced rows in random order; for {@link #NONE} {@code data} itself. Labels that do not occur stay so.
     *
     * @param seed decides which rows and in which order
     */
    public Dataset apply(Dataset data, long seed) {
        int wanted = rowsPerLabel(data.labelCounts());
        if (wanted < 0) {
            return data;
        }
        List<Integer> rows = new ArrayList<>();
        for (List<Integer> ofLabel : Splits.shuffledRowsByLabel(data, seed)) {
            for (int i = 0; i < wanted && !ofLabel.isEmpty(); i++) {
                rows.add(ofLabel.get(i % ofLabel.size()));
            }
        }
        Collections.shuffle(rows, new Random(seed + 1));
        return data.select(rows.stream().mapToInt(Integer::intValue).toArray());
    }
}
