package io.github.emotion4j.data.statistics;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in a data set, counted in one pass and bounded memory.
 *
 * @param rows number of rows
 * @param labels rows per label, by name: in id order for a data set, else sorted
 * @param words words per text, that is runs of characters between white space
 * @param tokens tokens per text before cutting, special tokens included; empty if there was no tokenizer
 * @param overLimit rows whose text has more tokens than the tokenizer's limit, and is cut by it
 * @param duplicates distinct texts that occur more than once
 * @param conflicting distinct texts that occur with more than one label
 */
public record DatasetStatistics(
        long rows,
        Map<String, Long> labels,
        Distribution words,
        Optional<Distribution> tokens,
        long overLimit,
        long duplicates,
        long conflicting) {

    private static final int BLOCK = 4096;

    /** Keeps its own copy of the label counts. */
    public DatasetStatistics {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Share of rows over the limit, in [0, 1]. */
    public double overLimitShare() {
        return rows == 0 ? 0 : (double) overLimit / rows;
    }

    /** Counts a data set; labels that do not occur are there with 0. */
    public static DatasetStatistics of(Dataset data) {
        return inIdOrder(data, of(data.iterator()));
    }

    /** Counts a data set, and its tokens. */
    public static DatasetStatistics of(Dataset data, Tokenizer tokenizer) {
        return inIdOrder(data, of(data.iterator(), tokenizer));
    }

    /** Counts a stream of rows, for instance {@code Examples} of a file larger than memory. */
    public static DatasetStatistics of(Iterator<Example> rows) {
        return count(rows, Optional.empty());
    }

    /**
     * Counts a stream of rows, and their tokens.
     *
     * @param tokenizer whose limit tells which texts are over it
     */
    public static DatasetStatistics of(Iterator<Example> rows, Tokenizer tokenizer) {
        return count(rows, Optional.of(tokenizer));
    }

    private static DatasetStatistics count(Iterator<Example> rows, Optional<Tokenizer> tokenizer) {
        Map<String, Integer> labelIds = new HashMap<>();
        List<long[]> labelCounts = new ArrayList<>();
        var words = new Distribution.Counter();
        var tokens = new Distribution.Counter();
        var seen = new SeenTexts();
        long overLimit = 0;
        List<String> block = new ArrayList<>();
        while (rows.hasNext()) {
            Example row = rows.next();
            int label = labelIds.computeIfAbsent(row.label(), name -> {
                labelCounts.add(new long[1]);
                return labelIds.size();
            });
            labelCounts.get(label)[0]++;
            words.add(words(row.text()));
            seen.add(row.text(), label);
            if (tokenizer.isPresent()) {
                block.add(row.text());
                if (block.size() == BLOCK || !rows.hasNext()) {
                    overLimit += countTokens(tokenizer.get(), block, tokens);
                    block.clear();
                }
            }
        }
        Map<String, Long> labels = new LinkedHashMap<>();
        for (String name : Labels.sorted(labelIds.keySet()).names()) {
            labels.put(name, labelCounts.get(labelIds.get(name))[0]);
        }
        return new DatasetStatistics(
                words.count(),
                labels,
                words.distribution(),
                tokenizer.map(given -> tokens.distribution()),
                overLimit,
                seen.repeated(),
                seen.conflicting());
    }

    private static long countTokens(Tokenizer tokenizer, List<String> texts, Distribution.Counter tokens) {
        long overLimit = 0;
        for (Encoding encoding : tokenizer.encode(texts)) {
            tokens.add(encoding.length() + encoding.dropped());
            overLimit += encoding.truncated() ? 1 : 0;
        }
        return overLimit;
    }

    private static DatasetStatistics inIdOrder(Dataset data, DatasetStatistics counted) {
        Map<String, Long> labels = new LinkedHashMap<>();
        data.labels().names().forEach(name -> labels.put(name, counted.labels.getOrDefault(name, 0L)));
        return new DatasetStatistics(
                counted.rows,
                labels,
                counted.words,
                counted.tokens,
                counted.overLimit,
                counted.duplicates,
                counted.conflicting);
    }

    /** Runs of characters that are not white space. */
    static int words(String text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
            words += inside || space ? 0 : 1;
            inside = !space;
        }
        return words;
    }
}
