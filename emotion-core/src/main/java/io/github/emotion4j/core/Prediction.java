package io.github.emotion4j.core;

import io.github.emotion4j.data.Labels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The answer for one text: probabilities of the labels, or the reason why there are none.
 *
 * <p>Treat {@link #probabilities()} as read-only; with that, immutable and thread-safe.
 *
 * @param labels all labels, in id order
 * @param probabilities one per label, in id order, summing to 1; empty for a rejected text
 * @param uncertain whether the best probability lies below the least confidence that the classifier was asked for
 * @param rejection why the text was rejected; empty for an ordinary answer
 */
public record Prediction(Labels labels, float[] probabilities, boolean uncertain, Optional<String> rejection) {

    /** Checks that there is one probability a label, or none and a reason. */
    public Prediction {
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(rejection, "rejection");
        int expected = rejection.isPresent() ? 0 : labels.size();
        if (probabilities.length != expected) {
            throw new IllegalArgumentException(probabilities.length + " probabilities for "
                    + (rejection.isPresent() ? "a rejected text" : labels.size() + " labels " + labels));
        }
    }

    /**
     * An ordinary, certain answer.
     *
     * @param labels all labels, in id order
     * @param probabilities one per label, in id order, summing to 1
     */
    public Prediction(Labels labels, float[] probabilities) {
        this(labels, probabilities, false, Optional.empty());
    }

    /**
     * The answer for a text that was not looked at; it counts as uncertain.
     *
     * @param labels all labels, in id order
     * @param reason for people, for instance "the text is null"
     */
    public static Prediction rejected(Labels labels, String reason) {
        return new Prediction(labels, new float[0], true, Optional.of(reason));
    }

    /** Whether the text was rejected; then there is neither label nor score. */
    public boolean isRejected() {
        return rejection.isPresent();
    }

    /**
     * Id of the most probable label; the lowest id of equals.
     *
     * @throws IllegalStateException if the text was rejected
     */
    public int labelId() {
        if (isRejected()) {
            throw new IllegalStateException("a rejected text has no label: " + rejection.get()
                    + "; ask isRejected() before label() or score()");
        }
        int best = 0;
        for (int id = 1; id < probabilities.length; id++) {
            if (probabilities[id] > probabilities[best]) {
                best = id;
            }
        }
        return best;
    }

    /**
     * Name of the most probable label.
     *
     * @throws IllegalStateException if the text was rejected
     */
    public String label() {
        return labels.name(labelId());
    }

    /**
     * Probability of the most probable label, in [0, 1].
     *
     * @throws IllegalStateException if the text was rejected
     */
    public float score() {
        return probabilities[labelId()];
    }

    /** Probabilities by label name, in id order; empty for a rejected text. */
    public Map<String, Float> scores() {
        var scores = new LinkedHashMap<String, Float>();
        for (int id = 0; id < probabilities.length; id++) {
            scores.put(labels.name(id), probabilities[id]);
        }
        return scores;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prediction that
                && labels.equals(that.labels)
                && Arrays.equals(probabilities, that.probabilities)
                && uncertain == that.uncertain
                && rejection.equals(that.rejection);
    }

    @Override
    public int hashCode() {
        return Objects.hash(labels, Arrays.hashCode(probabilities), uncertain, rejection);
    }

    @Override
    public String toString() {
        return isRejected()
                ? "Prediction[rejected: " + rejection.get() + "]"
                : "Prediction[" + label() + (uncertain ? "?" : "") + " " + scores() + "]";
    }
}
