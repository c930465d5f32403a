package io.github.emotion4j.core.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Batches with equally many texts of each label. The texts of a label come in an order that follows the seed; once all were there, in another one, so that
 * a label with fewer texts than a batch asks for gives some of them twice. Not thread-safe.
 */
final class BalancedOrder {

    private final List<List<Integer>> byLabel = new ArrayList<>();
    private final List<Deque<Integer>> left = new ArrayList<>();
    private final int textsOfALabel;
    private final Random random;

    /** @param labelIds of the texts; each label has one at least */
    BalancedOrder(int[] labelIds, int labels, int textsOfALabel, long seed) {
        for (int label = 0; label < labels; label++) {
            byLabel.add(new ArrayList<>());
            left.add(new ArrayDeque<>());
        }
        for (int row = 0; row < labelIds.length; row++) {
            byLabel.get(labelIds[row]).add(row);
        }
        this.textsOfALabel = textsOfALabel;
        this.random = new Random(seed);
    }

    /** The texts of the next batch, label by label. */
    int[] next() {
        int[] rows = new int[byLabel.size() * textsOfALabel];
        for (int at = 0; at < rows.length; at++) {
            int label = at / textsOfALabel;
            if (left.get(label).isEmpty()) {
                var again = new ArrayList<>(byLabel.get(label));
                Collections.shuffle(again, random);
                left.get(label).addAll(again);
            }
            rows[at] = left.get(label).pop();
        }
        return rows;
    }
}
