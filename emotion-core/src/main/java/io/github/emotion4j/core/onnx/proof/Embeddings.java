package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.LookUp;
import io.github.emotion4j.core.onnx.trace.Parameter;
import io.github.emotion4j.core.onnx.trace.Skeleton;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Optional;

/**
 * Which table of a graph is which, by the rows that were taken.
 *
 * @param words {@code [vocabulary, width]}
 * @param positions {@code [positions, width]}
 * @param types {@code [types, width]}; absent if nothing is added for the segment
 */
record Embeddings(Parameter words, Parameter positions, Optional<Parameter> types) {

    static Embeddings of(Skeleton skeleton, TokenBatch batch) {
        Parameter words = null;
        Parameter positions = null;
        Parameter types = null;
        for (LookUp lookUp : skeleton.tables()) {
            boolean first;
            if (takes(lookUp, batch.ids())) {
                first = words == null;
                words = lookUp.table();
            } else if (takes(lookUp, batch.typeIds()) || isOneRow(lookUp)) {
                first = types == null;
                types = lookUp.table();
            } else {
                first = positions == null;
                positions = lookUp.table();
            }
            if (!first) {
                throw lookUp.node().refusal("rows of a further table among the embeddings; expected words, positions "
                        + "and segments once each");
            }
        }
        if (words == null) {
            throw new Refusal("there is no look-up of input_ids in a table of the file before the first LayerNorm");
        }
        if (positions == null) {
            throw skeleton.norm().node().refusal("expected a learned absolute position embedding before the first "
                    + "LayerNorm (relative, rotary and ALiBi positions are not supported)");
        }
        return new Embeddings(words, positions, Optional.ofNullable(types));
    }

    private static boolean takes(LookUp lookUp, int[] rows) {
        Value indices = lookUp.indices();
        if (indices == null || indices.size() != rows.length) {
            return false;
        }
        for (int i = 0; i < rows.length; i++) {
            if (indices.number(i) != rows[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether every token gets the same: segment 0, where there are no token_type_ids. */
    private static boolean isOneRow(LookUp lookUp) {
        Value rows = lookUp.rows();
        int width = rows.lastAxis();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.number(i) != rows.number(i % width)) {
                return false;
            }
        }
        return true;
    }
}
