package io.github.emotion4j.data.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Every character (Unicode code point) is a token: the smallest vocabulary and the longest sequences. For teaching and baselines.
 *
 * <p>Immutable and thread-safe.
 */
public final class CharacterTokenizer extends VocabularyTokenizer {

    /**
     * @param vocabulary its tokens are single code points
     * @param maxLength the most tokens of an encoding, at least 1
     */
    public CharacterTokenizer(Vocabulary vocabulary, int maxLength) {
        super(vocabulary, maxLength);
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

    @Override
    public Encoding encode(String text) {
        List<int[]> spans = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = at + Character.charCount(text.codePointAt(at));
            spans.add(new int[] {at, end});
            at = end;
        }
        return Spans.encode(text, spans, UnaryOperator.identity(), vocabulary(), maxLength());
    }
}
