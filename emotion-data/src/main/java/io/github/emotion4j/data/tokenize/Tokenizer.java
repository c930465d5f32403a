package io.github.emotion4j.data.tokenize;

import java.util.List;
import java.util.OptionalInt;

/** Text to token ids. Implementations state their thread safety; those with native memory release it in {@link #close()}. */
public interface Tokenizer extends AutoCloseable {

    /** Tokenizes one text; over-long text is cut to {@link #maxLength()}. */
    Encoding encode(String text);

    /** Tokenizes several texts, in order. */
    default List<Encoding> encode(List<String> texts) {
        return texts.stream().map(this::encode).toList();
    }

    /** Number of ids that can occur: every id is in {@code [0, vocabularySize())}. */
    int vocabularySize();

    /** The most tokens of an encoding, special tokens included. */
    int maxLength();

    /** The id that stands for what the vocabulary does not have; empty if there is none. */
    default OptionalInt unknownId() {
        return OptionalInt.empty();
    }

    @Override
    void close();
}
