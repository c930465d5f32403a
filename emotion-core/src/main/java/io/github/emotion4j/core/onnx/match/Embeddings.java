package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.term.Role;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import java.util.Optional;

/**
 * The sum of embeddings under the first LayerNorm.
 *
 * @param words {@code [vocabulary, hidden]}
 * @param positions {@code [positions, hidden]}
 * @param types {@code [types, hidden]}; absent if nothing is added for the segment
 * @param norm LayerNorm of the sum
 */
record Embeddings(Parameter words, Parameter positions, Optional<Parameter> types, Norm norm) {

    /** Whether a LayerNorm's input is a sum of embeddings. */
    static boolean isSum(Norm norm) {
        var terms = Summands.of(norm.input());
        return terms.stream().anyMatch(term -> term.is(Op.LOOKUP))
                && terms.stream().allMatch(term -> term.is(Op.LOOKUP) || term.isConstant());
    }

    static Embeddings match(Norm norm, Context c) {
        Parameter words = null;
        Parameter positions = null;
        Parameter types = null;
        for (Term term : Summands.of(norm.input())) {
            Kind kind = kind(term, norm.input(), c);
            Parameter table = Parameter.of(term.is(Op.LOOKUP) ? term.argument(0) : term.base());
            switch (kind) {
                case WORDS -> words = once(words, table, "a look-up of input_ids", term);
                case POSITIONS -> positions = once(positions, table, "positions", term);
                case TYPES -> types = once(types, table, "a segment embedding", term);
            }
        }
        if (words == null) {
            throw norm.input().insteadOf("a look-up of input_ids among the embeddings");
        }
        if (positions == null) {
            throw norm.input()
                    .insteadOf(
                            "a learned absolute position embedding (relative, rotary and ALiBi positions are not supported)");
        }
        return new Embeddings(words, positions, Optional.ofNullable(types), norm);
    }

    private enum Kind {
        WORDS,
        POSITIONS,
        TYPES
    }

    private static Parameter once(Parameter before, Parameter now, String what, Term term) {
        if (before != null) {
            throw term.insteadOf(what + " only once among the embeddings");
        }
        return now;
    }

    private static Kind kind(Term term, Term sum, Context c) {
        if (term.is(Op.LOOKUP)) {
            return term.argument(1).role() == Role.IDS ? Kind.WORDS : Kind.TYPES;
        }
        if (!term.isConstant()) {
            throw term.insteadOf("word, position and segment embeddings");
        }
        int hidden = sum.lastAxis();
        int tokens = Shape.size(term.shape()) / hidden;
        int length = c.probe().length();
        if (term.lastAxis() != hidden || (tokens != 1 && tokens % length != 0)) {
            throw term.insteadOf("an embedding [tokens, " + hidden + "]");
        }
        if (term.base().is(Op.KNOWN)) {
            if (tokens == 1) {
                return Kind.TYPES;
            }
            throw term.insteadOf("a stored position embedding; positions computed in the graph are not supported");
        }
        int[] rows = rows(term, hidden);
        boolean perToken = term.rank() >= 2 && term.shape()[term.rank() - 2] == length;
        if (perToken && length > 1 && rows[0] != rows[1]) {
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] != i % length) {
                    throw new Refusal(term.origin() + ": token " + i % length + " has position " + rows[i]
                            + ", expected positions 0, 1, 2, … (an offset is RoBERTa's way and is not supported)");
                }
            }
            return Kind.POSITIONS;
        }
        for (int row : rows) {
            if (row != 0) {
                throw term.insteadOf("segment 0 for every token where there are no token_type_ids");
            }
        }
        return Kind.TYPES;
    }

    /** The row of the stored table that each token gets. */
    private static int[] rows(Term term, int hidden) {
        if (term.base().lastAxis() != hidden) {
            throw term.insteadOf("rows of an embedding table");
        }
        int[] sources = term.sources();
        int[] rows = new int[sources.length / hidden];
        for (int i = 0; i < sources.length; i++) {
            int row = i / hidden;
            if (i % hidden == 0) {
                rows[row] = sources[i] / hidden;
            }
            if (sources[i] != rows[row] * hidden + i % hidden) {
                throw term.insteadOf("whole rows of an embedding table");
            }
        }
        return rows;
    }
}
