package io.github.emotion4j.eval.report;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.chart.BoxPlot.Box;
import io.github.emotion4j.eval.chart.Pca;
import io.github.emotion4j.eval.umap.Umap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The data before any training, in numbers that pictures are drawn from.
 *
 * @param labels in id order
 * @param counts texts per label id, by split
 * @param words words per text of the training split, a box a label
 * @param tokens tokens per text likewise; empty if no tokenizer was asked
 * @param limit the most tokens that the model takes; 0 if no tokenizer was asked
 * @param overLimit share of the training texts of a label that have more tokens, by label id; as many as {@code tokens}
 * @param map maps of hidden states
 */
public record DataPictures(
        Labels labels,
        Map<String, int[]> counts,
        List<Box> words,
        List<Box> tokens,
        int limit,
        List<Double> overLimit,
        Optional<HiddenMap> map) {

    /** Keeps unmodifiable copies. */
    public DataPictures {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        words = List.copyOf(words);
        tokens = List.copyOf(tokens);
        overLimit = List.copyOf(overLimit);
    }

    /**
     * Hidden states in the plane.
     *
     * @param pca coordinates
     * @param umap coordinates of the same rows by another way
     * @param labelIds one a row
     * @param texts from how many these rows were drawn, at least as many
     */
    public record HiddenMap(Pca pca, Optional<Umap> umap, int[] labelIds, int texts) {

        /** Checks that all speak of the same rows. */
        public HiddenMap {
            int rows = pca.points().length;
            if (labelIds.length != rows || umap.isPresent() && umap.get().points().length != rows || texts < rows) {
                throw new IllegalArgumentException("principal components of " + rows + " rows, " + labelIds.length
                        + " labels"
                        + umap.map(map -> ", a UMAP of " + map.points().length).orElse("") + ", from "
                        + texts + " texts");
            }
            labelIds = labelIds.clone();
        }
    }

    /**
     * Counts labels and words. Words are what white space separates.
     *
     * @param splits data sets by name, the training split first, all with the same labels
     */
    public static DataPictures of(Map<String, Dataset> splits) {
        var train = splits.values().iterator().next();
        var counts = new LinkedHashMap<String, int[]>();
        splits.forEach((name, data) -> {
            if (!data.labels().equals(train.labels())) {
                throw new IllegalArgumentException("split '" + name + "' has the labels " + data.labels()
                        + ", the first one " + train.labels() + "; read it with the labels of the first");
            }
            counts.put(name, data.labelCounts());
        });
        int[] words = train.texts().stream().mapToInt(DataPictures::words).toArray();
        return new DataPictures(train.labels(), counts, boxes(train, words), List.of(), 0, List.of(), Optional.empty());
    }

    private static int words(String text) {
        int words = 0;
        boolean inside = false;
        for (int at = 0; at < text.length(); at++) {
            boolean space = Character.isWhitespace(text.charAt(at));
            words += !space && !inside ? 1 : 0;
            inside = !space;
        }
        return words;
    }

    private static List<Box> boxes(Dataset data, int[] values) {
        var boxes = new ArrayList<Box>();
        for (int label = 0; label < data.labels().size(); label++) {
            int wanted = label;
            boxes.add(Box.of(
                    data.labels().name(label),
                    IntStream.range(0, data.size())
                            .filter(row -> data.labelId(row) == wanted)
                            .map(row -> values[row])
                            .toArray()));
        }
        return boxes;
    }

    /**
     * With tokens per text.
     *
     * @param train the training split
     * @param tokenCounts tokens of its texts before anything is cut, one a row
     * @param most the most tokens that the model takes, at least 1
     */
    public DataPictures withTokens(Dataset train, int[] tokenCounts, int most) {
        var shares = new ArrayList<Double>();
        for (int label = 0; label < labels.size(); label++) {
            int wanted = label;
            int[] own = IntStream.range(0, train.size())
                    .filter(row -> train.labelId(row) == wanted)
                    .map(row -> tokenCounts[row])
                    .toArray();
            shares.add(IntStream.of(own)
                    .mapToDouble(count -> count > most ? 1 : 0)
                    .average()
                    .orElse(Double.NaN));
        }
        return new DataPictures(labels, counts, words, boxes(train, tokenCounts), most, shares, map);
    }

    /** With a map of the hidden states of all texts. */
    public DataPictures withMap(Pca pca, int[] labelIds) {
        return withMap(new HiddenMap(pca, Optional.empty(), labelIds, labelIds.length));
    }

    /** With maps of hidden states. */
    public DataPictures withMap(HiddenMap hidden) {
        return new DataPictures(labels, counts, words, tokens, limit, overLimit, Optional.of(hidden));
    }
}
