package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.classifier.Features;

/**
 * What a model saw in texts and answered.
 *
 * @param labels all labels, in id order
 * @param probabilities {@code [texts][labels]}
 * @param rows of the texts whose hidden states were kept, ascending
 * @param features one vector a kept row
 * @param tokens tokens of each text before anything is cut, special tokens included
 * @param limit the most tokens that the model takes
 */
public record Examination(
        Labels labels, float[][] probabilities, int[] rows, Features features, int[] tokens, int limit) {

    /** Checks that everything is there for every text. */
    public Examination {
        if (probabilities.length != tokens.length || rows.length != features.rows()) {
            throw new IllegalArgumentException(probabilities.length + " answers and " + tokens.length
                    + " token counts, " + rows.length + " rows and " + features.rows() + " vectors");
        }
    }
}
