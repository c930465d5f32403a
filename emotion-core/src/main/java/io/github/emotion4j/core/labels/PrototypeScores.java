package io.github.emotion4j.core.labels;

import io.github.emotion4j.core.labels.PrototypeOptions.When;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A classifier without a labelled text: the cosine between a text and each label's prototype, the normalised mean of its descriptions' vectors.
 *
 * <p>Encoders trained with a small temperature put all texts into a narrow cone, and some labels' descriptions near its axis, which then win too often.
 * There the mean of unlabelled texts is taken off the texts, the mean of the labels off the descriptions; and only then can it be told from the answers
 * how often each label is to be expected.
 *
 * @param scores linear in the text's unit vector
 * @param centred whether means were taken off
 * @param temperature that cosines were divided by
 * @param prior how often each label is expected; empty where all are alike
 */
public record PrototypeScores(LinearScores scores, boolean centred, double temperature, Optional<ClassPrior> prior) {

    /** Squared length of the mean of unit vectors, that is, the mean cosine of two texts, from which the cone counts as narrow: MiniLM 0.18, bge-small 0.64, e5-small 0.79. */
    private static final double NARROW = 0.5;

    private static final int ENOUGH_TEXTS = 100;

    /** Descriptions that all mean the same differ by rounding only, which must not decide. */
    private static final double LEAST_TEMPERATURE = 1e-4;

    /** Temperature by the deviation of a text's scores: chosen on the tweets' validation split, flat from 0.25 to 0.5 on three encoders. */
    private static final double TEMPERATURE_OF_TEXTS = 0.35;

    /** The same by the deviation of the descriptions' scores, which lie about twice as far apart. */
    private static final double TEMPERATURE_OF_DESCRIPTIONS = 0.16;

    /**
     * Makes them.
     *
     * @param descriptions vectors of the descriptions
     * @param labelIds the label of each description
     * @param labels number of labels; each has a description at least
     * @param unlabelled vectors of texts of the kind that will be asked, if there are some
     */
    public static PrototypeScores of(
            UnitVectors descriptions,
            int[] labelIds,
            int labels,
            Optional<UnitVectors> unlabelled,
            PrototypeOptions options) {
        Optional<UnitVectors> texts = unlabelled.filter(vectors -> vectors.rows() > 0);
        boolean narrow = texts.isPresent()
                && texts.get().rows() >= ENOUGH_TEXTS
                && squares(texts.get().mean()) > NARROW;
        boolean centred = texts.isPresent() && applies(options.centring(), narrow);
        double[][] prototypes = descriptions.prototypes(labelIds, labels);
        double[] centre = new double[descriptions.columns()];
        UnitVectors described = descriptions;
        if (centred) {
            described = descriptions.minus(mean(prototypes));
            prototypes = described.prototypes(labelIds, labels);
            centre = texts.get().mean();
        }
        var cosines = LinearScores.of(prototypes, centre, 1);
        double temperature = options.temperature()
                .orElse(
                        texts.isPresent()
                                ? TEMPERATURE_OF_TEXTS * deviation(cosines.of(texts.get()))
                                : TEMPERATURE_OF_DESCRIPTIONS * deviation(cosines.of(described)));
        var scores = LinearScores.of(prototypes, centre, Math.max(temperature, LEAST_TEMPERATURE));
        Optional<ClassPrior> prior = texts.filter(vectors -> applies(options.prior(), narrow))
                .map(vectors -> ClassPrior.estimate(scores.of(vectors)));
        return new PrototypeScores(prior.map(scores::with).orElse(scores), centred, temperature, prior);
    }

    private static boolean applies(When when, boolean narrow) {
        return when == When.ALWAYS || when == When.AUTO && narrow;
    }

    private static double squares(double[] vector) {
        return Arrays.stream(vector).map(value -> value * value).sum();
    }

    private static double[] mean(double[][] rows) {
        var mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int at = 0; at < mean.length; at++) {
                mean[at] += row[at] / rows.length;
            }
        }
        return mean;
    }

    /** How far the labels' scores of a text lie apart: the standard deviation over the labels, averaged over the texts. */
    private static double deviation(double[][] scores) {
        double sum = 0;
        for (double[] row : scores) {
            double mean = Arrays.stream(row).average().orElseThrow();
            sum += Math.sqrt(Arrays.stream(row)
                    .map(score -> (score - mean) * (score - mean))
                    .average()
                    .orElseThrow());
        }
        return sum / scores.length;
    }

    /** What was done, for people and {@code emotion.json}. */
    public Map<String, Object> account() {
        var told = new LinkedHashMap<String, Object>();
        told.put("centred", centred);
        told.put("temperature_of_cosines", temperature);
        prior.ifPresent(
                found -> told.put("prior", Arrays.stream(found.shares()).boxed().toList()));
        return told;
    }
}
