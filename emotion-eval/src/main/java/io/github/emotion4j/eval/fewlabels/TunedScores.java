package io.github.emotion4j.eval.fewlabels;

import io.github.emotion4j.core.labels.ClassPrior;
import io.github.emotion4j.core.labels.LinearScores;
import io.github.emotion4j.core.labels.UnitVectors;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an encoder tuned on a few texts answers with: the product of the cosines to the tuned prototypes and of a logistic regression on texts and
 * descriptions, both on vectors less the texts' mean; with unlabelled texts also the share of each label. With many texts the regression knows all that the
 * prototypes do, and answers alone.
 */
final class TunedScores {

    private static final double TEMPERATURE = 0.1;
    private static final double INVERSE_PENALTY = 10;

    /** All descriptions together count as much as this many times all texts. */
    private static final double WEIGHT_OF_DESCRIPTIONS = 2;

    /** From so many texts a label on the regression answers alone. */
    private static final int MANY = 64;

    private TunedScores() {}

    /**
     * Vectors with the label of each.
     *
     * @param labelIds one a vector
     */
    record Labelled(UnitVectors vectors, int[] labelIds) {}

    /**
     * Makes them.
     *
     * @param prototypes tuned, {@code [labels][columns]}, of any length
     * @param texts by the tuned encoder
     * @param descriptions by the tuned encoder
     * @param unlabelled texts by the tuned encoder
     */
    static LinearScores of(
            double[][] prototypes, Labelled texts, Labelled descriptions, Optional<UnitVectors> unlabelled) {
        double[] centre = texts.vectors().mean();
        LinearScores scores = regression(texts, descriptions, centre, prototypes.length);
        if (texts.labelIds().length < MANY * prototypes.length) {
            scores = scores.plus(cosines(prototypes, texts.vectors(), centre));
        }
        return unlabelled.isPresent() ? scores.with(ClassPrior.estimate(scores.of(unlabelled.get()))) : scores;
    }

    /**
     * Cosines between text and prototype, each less its mean. The length of what is left of a text varies little from text to text; its mean stands for it,
     * so that the whole is linear.
     */
    private static LinearScores cosines(double[][] prototypes, UnitVectors texts, double[] centre) {
        int columns = texts.columns();
        var flat = new float[prototypes.length * columns];
        for (int at = 0; at < flat.length; at++) {
            flat[at] = (float) prototypes[at / columns][at % columns];
        }
        UnitVectors units = UnitVectors.of(flat, columns);
        UnitVectors centred = units.minus(units.mean());
        int[] each = java.util.stream.IntStream.range(0, prototypes.length).toArray();
        return LinearScores.of(
                centred.prototypes(each, prototypes.length), centre, TEMPERATURE * meanDistance(texts, centre));
    }

    private static double meanDistance(UnitVectors vectors, double[] centre) {
        double sum = 0;
        for (int row = 0; row < vectors.rows(); row++) {
            double squares = 0;
            for (int at = 0; at < centre.length; at++) {
                double distance = vectors.values()[row * centre.length + at] - centre[at];
                squares += distance * distance;
            }
            sum += Math.sqrt(squares);
        }
        return sum / vectors.rows();
    }

    private static LinearScores regression(Labelled texts, Labelled descriptions, double[] centre, int labels) {
        int count = texts.labelIds().length;
        int described = descriptions.labelIds().length;
        float[] values = Arrays.copyOf(
                texts.vectors().values(),
                texts.vectors().values().length + descriptions.vectors().values().length);
        System.arraycopy(
                descriptions.vectors().values(),
                0,
                values,
                texts.vectors().values().length,
                descriptions.vectors().values().length);
        int[] labelIds = Arrays.copyOf(texts.labelIds(), count + described);
        System.arraycopy(descriptions.labelIds(), 0, labelIds, count, described);
        var weights = new double[count + described];
        Arrays.fill(weights, 0, count, 1);
        Arrays.fill(weights, count, weights.length, WEIGHT_OF_DESCRIPTIONS * count / described);
        return RidgeLogisticRegression.fit(
                new UnitVectors(values, centre.length), centre, labelIds, weights, labels, INVERSE_PENALTY);
    }
}
