package io.github.emotion4j.core.checkpoint;

import java.util.Objects;

/**
 * Sizes and constants of a post-LayerNorm encoder with absolute, learned positions (DistilBERT, BERT).
 *
 * @param architecture names on disk
 * @param vocabularySize rows of the word embedding
 * @param maxPositions rows of the position embedding: the most tokens of a text
 * @param typeVocabularySize rows of the segment embedding; 0 if there is none
 * @param hiddenSize width of a hidden state; a multiple of {@code heads}
 * @param layers number of blocks, at least 1
 * @param heads attention heads of a block
 * @param intermediateSize width of the feed-forward layer
 * @param activation of the feed-forward layer
 * @param layerNormEpsilon added to the variance, greater than 0
 * @param dropout probability with which hidden units are dropped in training, in [0, 1)
 * @param attentionDropout the same for attention probabilities
 * @param headDropout the same in front of the classification layer
 */
public record EncoderConfig(
        Architecture architecture,
        int vocabularySize,
        int maxPositions,
        int typeVocabularySize,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        Activation activation,
        double layerNormEpsilon,
        double dropout,
        double attentionDropout,
        double headDropout) {

    /** Checks the ranges given above. */
    public EncoderConfig {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(activation, "activation");
        requirePositive("vocabulary size", vocabularySize);
        requirePositive("maximum positions", maxPositions);
        requirePositive("hidden size", hiddenSize);
        requirePositive("layers", layers);
        requirePositive("heads", heads);
        requirePositive("intermediate size", intermediateSize);
        if (typeVocabularySize < 0) {
            throw new IllegalArgumentException("type vocabulary size must be >= 0, found " + typeVocabularySize);
        }
        if (hiddenSize % heads != 0) {
            throw new IllegalArgumentException(
                    "hidden size " + hiddenSize + " is not a multiple of " + heads + " heads");
        }
        if (!(layerNormEpsilon > 0)) {
            throw new IllegalArgumentException("LayerNorm epsilon must be > 0, found " + layerNormEpsilon);
        }
        requireProbability("dropout", dropout);
        requireProbability("attention dropout", attentionDropout);
        requireProbability("head dropout", headDropout);
    }

    /** Width of one attention head. */
    public int headSize() {
        return hiddenSize / heads;
    }

    /** The same encoder with other dropout probabilities; 0 switches dropout off. */
    public EncoderConfig withDropout(double hidden, double attention, double head) {
        return new EncoderConfig(
                architecture,
                vocabularySize,
                maxPositions,
                typeVocabularySize,
                hiddenSize,
                layers,
                heads,
                intermediateSize,
                activation,
                layerNormEpsilon,
                hidden,
                attention,
                head);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1, found " + value);
        }
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), found " + value);
        }
    }
}
