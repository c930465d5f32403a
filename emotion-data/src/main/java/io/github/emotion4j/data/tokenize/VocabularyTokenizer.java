package io.github.emotion4j.data.tokenize;

import java.util.Objects;
import java.util.OptionalInt;

/** What a tokenizer with a plain list of tokens is beside its way of splitting: a vocabulary, a limit, and nothing to release. */
abstract class VocabularyTokenizer implements Tokenizer {

    private final Vocabulary vocabulary;
    private final int maxLength;

    /**
     * @param vocabulary its id 0 stands for what it does not have
     * @param maxLength the most tokens of an encoding, at least 1
     */
    VocabularyTokenizer(Vocabulary vocabulary, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("the limit must be at least 1 token, found " + maxLength);
        }
        this.vocabulary = Objects.requireNonNull(vocabulary, "vocabulary");
        this.maxLength = maxLength;
    }

    /** The tokens and their ids. */
    public final Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public final OptionalInt unknownId() {
        return OptionalInt.of(0);
    }

    @Override
    public final int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public final int maxLength() {
        return maxLength;
    }

    @Override
    public final void close() {}
}
