package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.features.FeatureHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A trained classifier on frozen features. Immutable and thread-safe.
 *
 * <p>{@link ClassifierKind} trains and loads one.
 */
public interface FeatureClassifier extends FeatureHead {

    /** Which one this is. */
    ClassifierKind kind();

    /**
     * Probabilities of every label for every row.
     *
     * @param features {@code [rows, columns()]}
     * @return {@code [rows][labels]}, each row summing to 1
     * @throws IllegalArgumentException if the width differs from {@link #columns()}
     */
    float[][] probabilities(Features features);

    /** The logarithms of the {@linkplain #probabilities probabilities}, as {@link FeatureHead} asks for them. */
    @Override
    default float[] logits(float[] vectors) {
        int size = labels().size();
        float[][] rows = probabilities(new Features(vectors, columns()));
        float[] logits = new float[rows.length * size];
        for (int at = 0; at < logits.length; at++) {
            logits[at] = (float) Math.log(rows[at / size][at % size]);
        }
        return logits;
    }

    /**
     * The same classifier as a linear layer on raw (not standardised) features, if it is one: {@code softmax(x Wᵀ + b)} are its probabilities.
     */
    Optional<Head> linearHead();

    /**
     * Writes the classifier into a directory, under names of its own, each file whole or not at all.
     *
     * @param directory existing
     * @throws IOException if a file cannot be written
     */
    void save(Path directory) throws IOException;

    /** Checks the width of features against {@link #columns()}. */
    default void requireColumns(Features features) {
        if (features.columns() != columns()) {
            throw new IllegalArgumentException("the classifier was trained on vectors of " + columns()
                    + " values, found " + features.columns() + "; use the encoder and pooling of its training");
        }
    }
}
