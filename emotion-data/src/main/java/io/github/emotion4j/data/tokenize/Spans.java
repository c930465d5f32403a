package io.github.emotion4j.data.tokenize;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Pieces of a text looked up in a vocabulary. */
final class Spans {

    private Spans() {}

    /**
     * @param spans start and end (exclusive) of each piece, in order
     * @param form how a piece stands in the vocabulary
     * @param maxLength how many of them count; the rest is dropped
     */
    static Encoding encode(
            String text, List<int[]> spans, UnaryOperator<String> form, Vocabulary vocabulary, int maxLength) {
        int length = Math.min(spans.size(), maxLength);
        int[] ids = IntStream.range(0, length)
                .map(i -> vocabulary.id(form.apply(text.substring(spans.get(i)[0], spans.get(i)[1]))))
                .toArray();
        return new Encoding(
                ids,
                IntStream.of(ids).mapToObj(vocabulary::token).toList(),
                IntStream.range(0, length).map(i -> spans.get(i)[0]).toArray(),
                IntStream.range(0, length).map(i -> spans.get(i)[1]).toArray(),
                spans.size() - length);
    }
}
