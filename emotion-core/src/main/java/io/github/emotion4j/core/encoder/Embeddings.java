package io.github.emotion4j.core.encoder;

/**
 * The part of an encoder that turns token ids into vectors: the sum of a word, a position and a segment embedding, then a LayerNorm.
 *
 * @param vocabularySize rows of the word embedding
 * @param width of an embedding; where it differs from the hidden size (Lan et al., 2019: factorised embeddings) they are projected
 * @param paddingId the padding token, whose row of the word embedding gets no gradient; -1 if there is none
 * @param positions what a token's place in its text adds
 * @param types rows of the segment embedding; 0 if there is none
 * @param projected whether a linear layer follows the LayerNorm, to the hidden size
 */
public record Embeddings(
        int vocabularySize, int width, int paddingId, Positions positions, int types, boolean projected) {

    /** Checks the ranges given above. */
    public Embeddings {
        EncoderConfig.requirePositive("vocabulary size", vocabularySize);
        EncoderConfig.requirePositive("embedding size", width);
        if (types < 0) {
            throw new IllegalArgumentException("type vocabulary size must be >= 0, found " + types);
        }
        if (paddingId < -1 || paddingId >= vocabularySize) {
            throw new IllegalArgumentException("pad_token_id " + paddingId + " is outside the vocabulary of "
                    + vocabularySize + "; correct config.json");
        }
        if (positions instanceof Positions.AfterPadding && paddingId < 0) {
            throw new IllegalArgumentException(
                    "positions are counted from the padding id, but there is none; add pad_token_id to config.json");
        }
    }

    /** The most tokens of a text. */
    public int maxTokens() {
        return positions instanceof Positions.AfterPadding learned ? learned.rows() - paddingId - 1 : positions.rows();
    }
}
