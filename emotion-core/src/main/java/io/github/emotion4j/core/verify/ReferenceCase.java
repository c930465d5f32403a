package io.github.emotion4j.core.verify;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/**
 * One batch and the numbers expected for it.
 *
 * @param place file and number, for messages
 * @param json the case as the file has it
 */
record ReferenceCase(String place, JsonObject json) {

    /** The largest absolute difference, NaN if the encoder gives one. */
    double difference(Encoder encoder, Pooling pooling) throws InvalidDataException {
        TokenBatch batch = batch();
        try {
            return difference(batch, encoder, pooling);
        } catch (IllegalArgumentException | IllegalStateException e) { // what the encoder says of ids it does not know
            throw new InvalidDataException(place, e.getMessage(), e);
        }
    }

    private double difference(TokenBatch batch, Encoder encoder, Pooling pooling) throws InvalidDataException {
        if (json.has("expected")) {
            if (!encoder.hasHead()) {
                throw new InvalidDataException(
                        place,
                        "expects logits, but the model has no classification head; give expected_cls and"
                                + " expected_token_sum for its hidden states");
            }
            return difference(numbers("expected"), encoder.logits(batch, pooling));
        }
        int hidden = encoder.config().hiddenSize();
        float[] states = encoder.hiddenStates(batch); // [rows, length, hidden]
        float[] first = new float[batch.rows() * hidden]; // [rows, hidden]
        float[] sums = new float[batch.rows() * batch.length()]; // [rows, length]
        for (int token = 0; token < sums.length; token++) {
            double sum = 0;
            for (int at = token * hidden; at < (token + 1) * hidden; at++) {
                sum += states[at];
            }
            sums[token] = (float) sum;
        }
        for (int row = 0; row < batch.rows(); row++) {
            System.arraycopy(states, row * batch.length() * hidden, first, row * hidden, hidden);
        }
        return Math.max(difference(numbers("expected_cls"), first), difference(numbers("expected_token_sum"), sums));
    }

    private TokenBatch batch() throws InvalidDataException {
        try {
            JsonArray ids = json.getAsJsonArray("input_ids");
            int rows = ids.size();
            int length = ids.get(0).getAsJsonArray().size();
            int[] types = json.has("token_type_ids") ? integers("token_type_ids") : new int[rows * length];
            return new TokenBatch(rows, length, integers("input_ids"), integers("attention_mask"), types);
        } catch (ClassCastException | IllegalStateException | IndexOutOfBoundsException e) { // what Gson throws
            throw new InvalidDataException(place, "ids and mask are not lists of lists of numbers, one a token", e);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(place, "ids and mask are not rectangles of one shape: " + e.getMessage(), e);
        }
    }

    /** Differences where a number is expected; null, at padding, is not. */
    private double difference(double[] expected, float[] found) throws InvalidDataException {
        if (expected.length != found.length) {
            throw new InvalidDataException(
                    place, "expects " + expected.length + " numbers, the model gives " + found.length);
        }
        double worst = 0;
        for (int at = 0; at < expected.length; at++) {
            if (!Double.isNaN(expected[at])) {
                worst = Math.max(worst, Math.abs(expected[at] - found[at]));
            }
        }
        return worst;
    }

    private int[] integers(String key) throws InvalidDataException {
        return DoubleStream.of(numbers(key)).mapToInt(value -> (int) value).toArray();
    }

    private double[] numbers(String key) throws InvalidDataException {
        if (!json.has(key)) {
            throw new InvalidDataException(place, "has no '" + key + "'");
        }
        try {
            return flat(json.get(key)).toArray();
        } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
            throw new InvalidDataException(place, "'" + key + "' holds something that is not a number", e);
        }
    }

    private static DoubleStream flat(JsonElement value) {
        if (value.isJsonArray()) {
            return StreamSupport.stream(value.getAsJsonArray().spliterator(), false)
                    .flatMapToDouble(ReferenceCase::flat);
        }
        return DoubleStream.of(value.isJsonNull() ? Double.NaN : value.getAsDouble());
    }
}
