package io.github.emotion4j.data.tokenize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every word is a token, lower-cased: letters, digits and marks, with apostrophes inside ("don't"); any other visible character is one by itself. Of the words
 * only the most frequent are in the vocabulary. For teaching and baselines.
 *
 * <p>Immutable and thread-safe.
 */
public final class WordTokenizer extends VocabularyTokenizer {

    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['\u2019][\\p{L}\\p{M}\\p{N}]+)*|[^\\s\\p{Z}\\p{C}]");

    /**
     * @param vocabulary lower-cased words
     * @param maxLength the most tokens of an encoding, at least 1
     */
    public WordTokenizer(Vocabulary vocabulary, int maxLength) {
        super(vocabulary, maxLength);
    }

    /**
     * Learns the most frequent words of texts, by falling frequency; equally frequent ones are sorted.
     *
     * @param texts usually the training split's
     * @param vocabularySize the most ids, the unknown token's included; at least 1
     * @param maxLength the most tokens of an encoding, at least 1
     */
    public static WordTokenizer fit(Iterable<String> texts, int vocabularySize, int maxLength) {
        if (vocabularySize < 1) {
            throw new IllegalArgumentException("the vocabulary must have at least 1 id, found " + vocabularySize);
        }
        Map<String, Long> counts = new HashMap<>();
        for (String text : texts) {
            for (int[] span : spans(text)) {
                counts.merge(form(text.substring(span[0], span[1])), 1L, Long::sum);
            }
        }
        return new WordTokenizer(Vocabulary.mostFrequent(counts, vocabularySize), maxLength);
    }

    @Override
    public Encoding encode(String text) {
        return Spans.encode(text, spans(text), WordTokenizer::form, vocabulary(), maxLength());
    }

    private static String form(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static List<int[]> spans(String text) {
        List<int[]> spans = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            spans.add(new int[] {words.start(), words.end()});
        }
        return spans;
    }
}
