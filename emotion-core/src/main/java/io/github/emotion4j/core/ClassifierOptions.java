package io.github.emotion4j.core;

import io.github.emotion4j.core.graph.Precision;
import java.util.Objects;

/**
 * How a classifier predicts.
 *
 * @param batchSize the most texts computed together, at least 1; memory grows with it, speed hardly beyond 32; of long texts there are fewer, at most
 *     8192 tokens
 * @param maxLength the most tokens of a text, special tokens included; 0 for the model's own limit
 * @param overLong what happens to a text of more tokens
 * @param minConfidence answers whose best probability lies below are marked {@linkplain Prediction#uncertain() uncertain}; in [0, 1], 0 marks none
 * @param precision of the encoder's products
 * @param verify whether {@code load} compares every file of the model directory with the SHA-256 that {@code emotion.json} holds
 */
public record ClassifierOptions(
        int batchSize, int maxLength, OverLong overLong, double minConfidence, Precision precision, boolean verify) {

    /** What happens to a text of more tokens than allowed. */
    public enum OverLong {
        /** It is cut after the last token allowed, as in training. */
        TRUNCATE,
        /** It is answered with {@link Prediction#rejected}. */
        REJECT
    }

    /** Checks the ranges given above. */
    public ClassifierOptions {
        Objects.requireNonNull(overLong, "overLong");
        Objects.requireNonNull(precision, "precision");
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be >= 1, found " + batchSize);
        }
        if (maxLength < 0 || maxLength == 1 || maxLength == 2) {
            throw new IllegalArgumentException(
                    "maximum length must be 0 (the model's own) or >= 3 tokens, two of them special; found "
                            + maxLength);
        }
        if (!(minConfidence >= 0 && minConfidence <= 1)) {
            throw new IllegalArgumentException("least confidence must be in [0, 1], found " + minConfidence);
        }
    }

    /** 32 texts a batch, the model's own length, over-long texts cut, nothing marked uncertain, float32, no checksums. */
    public static ClassifierOptions defaults() {
        return new ClassifierOptions(32, 0, OverLong.TRUNCATE, 0, Precision.FLOAT32, false);
    }

    /** The same with another batch size. */
    public ClassifierOptions withBatchSize(int texts) {
        return new ClassifierOptions(texts, maxLength, overLong, minConfidence, precision, verify);
    }

    /** The same with another maximum length. */
    public ClassifierOptions withMaxLength(int tokens) {
        return new ClassifierOptions(batchSize, tokens, overLong, minConfidence, precision, verify);
    }

    /** The same with another treatment of over-long texts. */
    public ClassifierOptions withOverLong(OverLong treatment) {
        return new ClassifierOptions(batchSize, maxLength, treatment, minConfidence, precision, verify);
    }

    /** The same with another least confidence. */
    public ClassifierOptions withMinConfidence(double probability) {
        return new ClassifierOptions(batchSize, maxLength, overLong, probability, precision, verify);
    }

    /** The same with products of another precision. */
    public ClassifierOptions withPrecision(Precision products) {
        return new ClassifierOptions(batchSize, maxLength, overLong, minConfidence, products, verify);
    }

    /** The same with or without the comparison of checksums on load. */
    public ClassifierOptions withVerify(boolean checksums) {
        return new ClassifierOptions(batchSize, maxLength, overLong, minConfidence, precision, checksums);
    }
}
