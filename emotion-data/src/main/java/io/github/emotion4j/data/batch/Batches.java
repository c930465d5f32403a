package io.github.emotion4j.data.batch;

import io.github.emotion4j.data.tokenize.Encoding;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Puts texts of like length into one batch, so that next to nothing is computed on padding.
 *
 * <p>Each text is in exactly one batch; a batch is padded to its own longest text. Thread-safe: no state.
 */
public final class Batches {

    /** In a chunk of this many batches texts are sorted: Hugging Face's {@code group_by_length} has the same. */
    private static final int CHUNK_BATCHES = 50;

    /** The most tokens of a batch for inference, unless a single text has more: a pass takes some 100 bytes a token and hidden unit. */
    public static final int MOST_TOKENS = 8192;

    private Batches() {}

    /**
     * For inference: all texts sorted by length, longest first, so that memory peaks at once and not at the end. {@link Batch#rows()} restores the order.
     *
     * @param encodings at least one token each
     * @param batchSize the most texts a batch, at least 1
     * @param maxTokens the most tokens a batch, padding included; a longer single text is a batch of its own
     */
    public static List<Batch> byLength(List<Encoding> encodings, int batchSize, int maxTokens) {
        requirePositive("batch size", batchSize);
        requirePositive("number of tokens per batch", maxTokens);
        int[] sorted =
                sortedByLength(encodings, IntStream.range(0, encodings.size()).toArray());
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < sorted.length; ) {
            int longest = Math.max(1, encodings.get(sorted[from]).length());
            int size = Math.max(1, Math.min(batchSize, maxTokens / longest));
            int to = Math.min(sorted.length, from + size);
            batches.add(Arrays.copyOfRange(sorted, from, to));
            from = to;
        }
        return batches(encodings, batches);
    }

    /**
     * Runs texts through a pass over batches of like length and at most {@value #MOST_TOKENS} tokens, and puts what comes of it into the order of the texts.
     *
     * @param encodings at least one token each
     * @param batchSize the most texts a batch, at least 1
     * @param width numbers a text
     * @param pass from a batch to {@code [rows, width]} row-major
     * @param done called after every batch with the number of texts that are done
     * @return {@code [texts, width]} row-major
     */
    public static float[] run(
            List<Encoding> encodings, int batchSize, int width, Function<TokenBatch, float[]> pass, IntConsumer done) {
        float[] results = new float[Math.multiplyExact(encodings.size(), width)];
        int count = 0;
        for (Batch batch : byLength(encodings, batchSize, MOST_TOKENS)) {
            float[] part = pass.apply(batch.tokens());
            for (int row = 0; row < batch.rows().length; row++) {
                System.arraycopy(part, row * width, results, batch.rows()[row] * width, width);
            }
            count += batch.rows().length;
            done.accept(count);
        }
        return results;
    }

    /**
     * For training: rows are shuffled, sorted by length inside chunks of {@value #CHUNK_BATCHES} batches (fewer for small data, so that there are at
     * least four chunks), cut into batches, and the batches are shuffled. The same arguments give the same batches on every machine.
     *
     * @param encodings at least one token each
     * @param batchSize texts per batch, at least 1; one batch may have fewer
     * @param seed the run's seed
     * @param epoch number of the pass over the data, from 0; each has its own order
     */
    public static List<Batch> shuffled(List<Encoding> encodings, int batchSize, long seed, int epoch) {
        requirePositive("batch size", batchSize);
        var random =
                new Random(seed + 0x9E3779B97F4A7C15L * (epoch + 1L)); // seeds of neighbouring epochs are far apart
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, encodings.size()).boxed().toList());
        Collections.shuffle(order, random);
        int[] rows = order.stream().mapToInt(Integer::intValue).toArray();
        int most = Math.min(batchSize, Math.max(1, rows.length)); // however large a batch is allowed to be
        int chunk = most * (int) Math.max(1, Math.min(rows.length / (most * 4L), CHUNK_BATCHES));
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < rows.length; from += chunk) {
            int[] sorted =
                    sortedByLength(encodings, Arrays.copyOfRange(rows, from, Math.min(rows.length, from + chunk)));
            for (int start = 0; start < sorted.length; start += most) {
                batches.add(Arrays.copyOfRange(sorted, start, Math.min(sorted.length, start + most)));
            }
        }
        Collections.shuffle(batches, random);
        return batches(encodings, batches);
    }

    /** Each is made when it is asked for, and made again when asked for again: those of a large data set would not fit in memory together. */
    private static List<Batch> batches(List<Encoding> encodings, List<int[]> rows) {
        return new AbstractList<>() {
            @Override
            public Batch get(int at) {
                int[] texts = rows.get(at);
                return new Batch(
                        TokenBatch.of(
                                Arrays.stream(texts).mapToObj(encodings::get).toList()),
                        texts);
            }

            @Override
            public int size() {
                return rows.size();
            }
        };
    }

    /** Longest first; texts of one length stay in the order given, which is random in training. */
    private static int[] sortedByLength(List<Encoding> encodings, int[] rows) {
        return Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.comparingInt(row -> -encodings.get(row).length()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("the " + name + " must be at least 1, found " + value);
        }
    }
}
