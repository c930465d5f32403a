package io.github.emotion4j.core.verify;

import com.google.gson.JsonArray;
import io.github.emotion4j.core.checkpoint.JsonFile;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs with the numbers that another program computed for them. A file is a JSON object with {@code cases}; each has {@code input_ids},
 * {@code attention_mask} and, if there are segments, {@code token_type_ids}, all {@code [rows][tokens]}, and either {@code expected} (logits,
 * {@code [rows, labels]} row-major) or {@code expected_cls} (hidden states of token 0, {@code [rows][hidden]}) with {@code expected_token_sum} (sums
 * over the hidden axis, {@code [rows][tokens]}, null at padding).
 *
 * <p>Immutable and thread-safe.
 */
public final class ReferenceCases {

    private final List<ReferenceCase> cases;

    private ReferenceCases(List<ReferenceCase> cases) {
        this.cases = List.copyOf(cases);
    }

    /**
     * How far off the numbers are.
     *
     * @param cases how many cases were compared
     * @param maxAbsDiff the largest absolute difference of all numbers of all cases
     */
    public record Outcome(int cases, double maxAbsDiff) {}

    /**
     * Reads a file of cases.
     *
     * @throws io.github.emotion4j.core.checkpoint.InvalidModelException if it is not JSON
     * @throws InvalidDataException if it is not an object with a list of cases
     */
    public static ReferenceCases read(Path file) throws IOException {
        try {
            JsonArray list = JsonFile.object(file).getAsJsonArray("cases");
            if (list == null || list.isEmpty()) {
                throw new InvalidDataException(file.toString(), "has no cases; expected an object with a list 'cases'");
            }
            var cases = new ArrayList<ReferenceCase>();
            for (var one : list) {
                cases.add(new ReferenceCase(file + ", case " + (cases.size() + 1), one.getAsJsonObject()));
            }
            return new ReferenceCases(cases);
        } catch (IllegalStateException | ClassCastException e) {
            throw new InvalidDataException(file.toString(), "is not a file of reference cases: " + e.getMessage(), e);
        }
    }

    /** Number of cases. */
    public int size() {
        return cases.size();
    }

    /**
     * Runs every case and compares.
     *
     * @param encoder the encoder to check
     * @param pooling what the head of the encoder is fed with; only cases with logits need it
     * @throws InvalidDataException if a case does not fit the encoder or has no expected numbers
     */
    public Outcome compare(Encoder encoder, Pooling pooling) throws InvalidDataException {
        double worst = 0;
        for (ReferenceCase one : cases) {
            worst = Math.max(worst, one.difference(encoder, pooling)); // NaN stays NaN
        }
        return new Outcome(cases.size(), worst);
    }
}
