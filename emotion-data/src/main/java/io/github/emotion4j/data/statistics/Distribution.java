package io.github.emotion4j.data.statistics;

import java.util.TreeMap;

/**
 * How whole numbers are distributed, exactly. A quantile is the smallest number that at least that share of all do not exceed. All are 0 if there are no
 * numbers.
 *
 * @param count how many numbers
 * @param min the smallest
 * @param mean their mean
 * @param p50 the median
 * @param p95 the 95 % quantile
 * @param p99 the 99 % quantile
 * @param max the largest
 */
public record Distribution(long count, int min, double mean, int p50, int p95, int p99, int max) {

    /** Takes numbers one by one and keeps one count per distinct number. Not thread-safe. */
    static final class Counter {

        /** Nearly all texts are shorter; a plain array is faster than a map. */
        private final long[] small = new long[1024];

        private final TreeMap<Integer, Long> large = new TreeMap<>();
        private long count;
        private long sum;

        void add(int number) {
            count++;
            sum += number;
            if (number < small.length) {
                small[number]++;
            } else {
                large.merge(number, 1L, Long::sum);
            }
        }

        long count() {
            return count;
        }

        Distribution distribution() {
            if (count == 0) {
                return new Distribution(0, 0, 0, 0, 0, 0, 0);
            }
            return new Distribution(
                    count,
                    atRank(1),
                    (double) sum / count,
                    quantile(0.5),
                    quantile(0.95),
                    quantile(0.99),
                    atRank(count));
        }

        private int quantile(double share) {
            return atRank((long) Math.ceil(share * count - 1e-9));
        }

        private int atRank(long rank) {
            long below = 0;
            for (int number = 0; number < small.length; number++) {
                below += small[number];
                if (below >= rank) {
                    return number;
                }
            }
            for (var entry : large.entrySet()) {
                below += entry.getValue();
                if (below >= rank) {
                    return entry.getKey();
                }
            }
            throw new IllegalStateException("rank " + rank + " of " + count);
        }
    }
}
