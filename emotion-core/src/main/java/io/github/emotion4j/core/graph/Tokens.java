package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.data.batch.TokenBatch;

/** Checks a batch before native code indexes tables with it. */
final class Tokens {

    private Tokens() {}

    /** @throws IllegalArgumentException if an id or segment is outside its table, or the batch is longer than the position embedding */
    static void check(TokenBatch batch, EncoderConfig config) {
        if (batch.length() > config.maxPositions()) {
            throw new IllegalArgumentException(
                    "the batch has " + batch.length() + " tokens a text, the encoder takes at most "
                            + config.maxPositions() + "; cut the texts when tokenizing");
        }
        int types = Math.max(1, config.typeVocabularySize());
        for (int i = 0; i < batch.ids().length; i++) {
            int id = batch.ids()[i];
            if (id < 0 || id >= config.vocabularySize()) {
                throw new IllegalArgumentException(
                        "row " + i / batch.length() + ", token " + i % batch.length() + ": id " + id
                                + " is outside the vocabulary of " + config.vocabularySize()
                                + "; the tokenizer belongs to another checkpoint");
            }
            int type = batch.typeIds()[i];
            if (type < 0 || type >= types) {
                throw new IllegalArgumentException("row " + i / batch.length() + ", token " + i % batch.length()
                        + ": segment id " + type + " is outside the table of " + types);
            }
        }
    }
}
