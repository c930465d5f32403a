package io.github.emotion4j.data.statistics;

import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a tokenizer makes of texts; what tells character, word and subword level apart.
 *
 * @param vocabularySize number of ids
 * @param tokens tokens per text before cutting, special tokens included
 * @param unknownShare share of the tokens, cut ones aside, that stand for something the vocabulary does not have, in [0, 1]
 */
public record TokenStatistics(int vocabularySize, Distribution tokens, double unknownShare) {

    private static final int BLOCK = 4096;

    /** Counts the tokens of texts, in blocks, so that the texts may be a stream larger than memory. */
    public static TokenStatistics of(Tokenizer tokenizer, Iterator<String> texts) {
        OptionalInt unknown = tokenizer.unknownId();
        var lengths = new Distribution.Counter();
        long tokens = 0;
        long unknowns = 0;
        List<String> block = new ArrayList<>();
        while (texts.hasNext()) {
            block.add(texts.next());
            if (block.size() < BLOCK && texts.hasNext()) {
                continue;
            }
            for (Encoding encoding : tokenizer.encode(block)) {
                lengths.add(encoding.length() + encoding.dropped());
                tokens += encoding.length();
                for (int id : encoding.ids()) {
                    unknowns += unknown.isPresent() && id == unknown.getAsInt() ? 1 : 0;
                }
            }
            block.clear();
        }
        return new TokenStatistics(
                tokenizer.vocabularySize(), lengths.distribution(), tokens == 0 ? 0 : (double) unknowns / tokens);
    }
}
