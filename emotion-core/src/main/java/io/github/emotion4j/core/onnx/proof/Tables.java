package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Part;
import io.github.emotion4j.core.onnx.trace.Part.LookUp;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which table of a graph is which embedding, by the rows that were taken.
 *
 * @param words by token id
 * @param positions by place; absent if nothing is added for it
 * @param types by segment; absent if nothing is added for it
 */
record Tables(LookUp words, Optional<LookUp> positions, Optional<LookUp> types) {

    /** The tables of which rows were taken before the first LayerNorm, and which are as wide as that of the words. */
    static Tables of(List<Part> parts, TokenBatch batch) {
        List<LookUp> lookUps = parts.stream()
                .takeWhile(part -> !(part instanceof Part.Norm))
                .filter(LookUp.class::isInstance)
                .map(LookUp.class::cast)
                .toList();
        LookUp words = lookUps.stream()
                .filter(lookUp -> takes(lookUp, batch.ids()))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "there is no look-up of input_ids in a table of the file before the first LayerNorm"));
        var positions = new ArrayList<LookUp>();
        var types = new ArrayList<LookUp>();
        for (LookUp lookUp : lookUps) {
            if (lookUp != words && width(lookUp) == width(words)) {
                (takes(lookUp, batch.typeIds()) || isOneRow(lookUp) ? types : positions).add(lookUp);
            }
        }
        if (positions.size() > 1 || types.size() > 1) {
            throw words.node()
                    .refusal("rows of " + (1 + positions.size() + types.size())
                            + " tables are added up; expected words, positions and segments once each");
        }
        return new Tables(words, positions.stream().findFirst(), types.stream().findFirst());
    }

    /** The table of numbers for each head that are added to scores, if rows of one were taken. */
    Optional<LookUp> biases(List<Part> parts, int heads) {
        return parts.stream()
                .filter(LookUp.class::isInstance)
                .map(LookUp.class::cast)
                .filter(lookUp -> width(lookUp) == heads && lookUp != words)
                .filter(lookUp -> !Optional.of(lookUp).equals(positions)
                        && !Optional.of(lookUp).equals(types))
                .findFirst();
    }

    /** Width of a table's rows. */
    static int width(LookUp lookUp) {
        return lookUp.table().value().lastAxis();
    }

    /** Number of a table's rows. */
    static int rows(LookUp lookUp) {
        return lookUp.table().value().size() / width(lookUp);
    }

    private static boolean takes(LookUp lookUp, int[] rows) {
        Value indices = lookUp.indices();
        return indices != null
                && indices.size() == rows.length
                && IntStream.range(0, rows.length).allMatch(i -> indices.number(i) == rows[i]);
    }

    /** Whether every token gets the same: segment 0, where there are no token_type_ids. */
    private static boolean isOneRow(LookUp lookUp) {
        Value rows = lookUp.result().value();
        return IntStream.range(0, rows.size()).allMatch(i -> rows.number(i) == rows.number(i % rows.lastAxis()));
    }
}
