package io.github.emotion4j.cli.command;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.split.Splits;
import io.github.emotion4j.eval.chart.Pca;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.experiment.Examination;
import io.github.emotion4j.eval.report.DataPictures;
import io.github.emotion4j.eval.umap.Umap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Pictures of data from what a model saw in it. */
final class Pictures {

    /** Points of the maps of hidden states: more make them neither clearer nor different. */
    static final int MAPPED = 2000;

    /** Passes of the UMAP: umap-learn's number for large data, where the map has long settled; more would be most of a report's time. */
    private static final int PASSES = 200;

    private Pictures() {}

    /**
     * Labels, words, tokens, and the maps of hidden states.
     *
     * @param splits by name
     * @param seen what a model saw in the first of them
     * @param seed of the sample and of the UMAP
     */
    static DataPictures of(Map<String, Dataset> splits, Examination seen, long seed) {
        return of(splits, seen.rows(), seen.features(), seen.tokens(), seen.limit(), seed);
    }

    /**
     * The same from parts.
     *
     * @param rows of the first split whose hidden states are there
     * @param features one vector a row of these
     * @param tokens of every text of the first split
     * @param limit the most tokens that the model takes
     * @param seed of the sample and of the UMAP
     */
    static DataPictures of(
            Map<String, Dataset> splits, int[] rows, Features features, int[] tokens, int limit, long seed) {
        Dataset first = splits.values().iterator().next();
        int[] chosen = Splits.sample(first.select(rows), MAPPED, seed);
        int[] labelIds = IntStream.of(chosen).map(at -> first.labelId(rows[at])).toArray();
        var mapped = features.select(chosen);
        var pca = Pca.of(mapped);
        var umap = Umap.of(mapped, pca, Umap.Options.withSeed(seed).withEpochs(PASSES));
        return DataPictures.of(splits)
                .withTokens(first, tokens, limit)
                .withMap(new DataPictures.HiddenMap(pca, Optional.of(umap), labelIds, first.size()));
    }
}
