package io.github.emotion4j.cli.command;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.eval.chart.Pca;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.experiment.Examination;
import io.github.emotion4j.eval.report.DataPictures;
import java.util.Map;
import java.util.stream.IntStream;

/** Pictures of data from what a model saw in it. */
final class Pictures {

    /** Points of the map of hidden states: more make it neither clearer nor different. */
    static final int MAPPED = 2000;

    private Pictures() {}

    /**
     * Labels, words, tokens, and the map of hidden states.
     *
     * @param splits by name
     * @param seen what a model saw in the first of them
     */
    static DataPictures of(Map<String, Dataset> splits, Examination seen) {
        return of(splits, seen.rows(), seen.features(), seen.tokens(), seen.limit());
    }

    /**
     * The same from parts.
     *
     * @param rows of the first split whose hidden states are there
     * @param features one vector a row of these
     * @param tokens of every text of the first split
     * @param limit the most tokens that the model takes
     */
    static DataPictures of(Map<String, Dataset> splits, int[] rows, Features features, int[] tokens, int limit) {
        Dataset first = splits.values().iterator().next();
        int all = rows.length;
        int mapped = Math.min(MAPPED, all);
        int[] chosen = IntStream.range(0, mapped)
                .map(at -> (int) ((long) at * all / mapped))
                .toArray();
        int[] labelIds = IntStream.of(chosen).map(at -> first.labelId(rows[at])).toArray();
        return DataPictures.of(splits)
                .withTokens(first, tokens, limit)
                .withMap(Pca.of(features.select(chosen)), labelIds);
    }
}
