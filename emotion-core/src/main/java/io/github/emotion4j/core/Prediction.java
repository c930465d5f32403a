package io.github.emotion4j.core;

import io.github.emotion4j.data.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer for one text.
 *
 * @param labels all labels, in id order
 * @param probabilities one per label, in id order, summing to 1
 */
public record Prediction(Labels labels, float[] probabilities) {

    /** Checks that there is one probability a label. */
    public Prediction {
        if (probabilities.length != labels.size()) {
            throw new IllegalArgumentException(
                    probabilities.length + " probabilities for " + labels.size() + " labels " + labels);
        }
    }

    /** Id of the most probable label; the lowest id of equals. */
    public int labelId() {
        int best = 0;
        for (int id = 1; id < probabilities.length; id++) {
            if (probabilities[id] > probabilities[best]) {
                best = id;
            }
        }
        return best;
    }

    /** Name of the most probable label. */
    public String label() {
        return labels.name(labelId());
    }

    /** Probability of the most probable label. */
    public float score() {
        return probabilities[labelId()];
    }

    /** Probabilities by label name, in id order. */
    public Map<String, Float> scores() {
        var scores = new LinkedHashMap<String, Float>();
        for (int id = 0; id < probabilities.length; id++) {
            scores.put(labels.name(id), probabilities[id]);
        }
        return scores;
    }
}
