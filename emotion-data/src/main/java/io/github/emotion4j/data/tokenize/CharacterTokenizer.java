package io.github.emotion4j.data.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Every character (Unicode code point) is a token: the smallest vocabulary and the longest sequences. For teaching and baselines.
 *
 * <p>Immutable and thread-safe.
 */
public final class CharacterTokenizer implements Tokenizer {

    private final Vocabulary vocabulary;
    private final int maxLength;

    /**
     * @param vocabulary its tokens are single code points
     * @param maxLength the most tokens of an encoding, at least 1
     */
    public CharacterTokenizer(Vocabulary vocabulary, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("the limit must be at least 1 token, found " + maxLength);
        }
        this.vocabulary = vocabulary;
        this.maxLength = maxLength;
    }

    /**
     * Learns the characters of texts, sorted by code point.
     *
     * @param texts usually the training split's
     * @param maxLength the most tokens of an encoding, at least 1
     */
    public static CharacterTokenizer fit(Iterable<String> texts, int maxLength) {
        var characters = new TreeSet<Integer>();
        texts.forEach(text -> text.codePoints().forEach(characters::add));
        return new CharacterTokenizer(
                Vocabulary.of(characters.stream().map(Character::toString).toList()), maxLength);
    }

    /** The characters and their ids. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Encoding encode(String text) {
        List<int[]> spans = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = at + Character.charCount(text.codePointAt(at));
            spans.add(new int[] {at, end});
            at = end;
        }
        return Spans.encode(text, spans, UnaryOperator.identity(), vocabulary, maxLength);
    }

    @Override
    public OptionalInt unknownId() {
        return OptionalInt.of(0);
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public void close() {}
}
