package io.github.emotion4j.core.onnx.trace;

import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a value stems from, by operations on single elements and rearrangements since then; parts are null where there is no such thing.
 *
 * @param linear the linear layer
 * @param open the same as long as no bias was added
 * @param norm the LayerNorm, until something else is done to its result
 * @param attention the attention whose scores or probabilities the value holds
 * @param probabilities whether the softmax is done
 * @param epsilon a small number that was added
 */
record Fact(Linear linear, Linear open, Norm norm, Attention attention, boolean probabilities, double epsilon) {

    static final Fact NONE = new Fact(null, null, null, null, false, 0);

    static Fact of(Linear linear) {
        return new Fact(linear, linear, null, null, false, 0);
    }

    static Fact of(Norm norm) {
        return new Fact(null, null, norm, null, false, 0);
    }

    static Fact scores(Attention attention) {
        return new Fact(null, null, null, attention, false, 0);
    }

    Fact softmax() {
        return new Fact(null, null, null, attention, true, 0);
    }

    Fact closed() {
        return new Fact(linear, null, null, attention, probabilities, 0);
    }

    Fact withEpsilon(double number) {
        return new Fact(linear, open, norm, attention, probabilities, number);
    }

    /** What is left where values come together: what only one of them stems from, or all alike. */
    Fact and(Fact other) {
        return new Fact(
                either(other, Fact::linear),
                either(other, Fact::open),
                either(other, Fact::norm),
                either(other, Fact::attention),
                probabilities || other.probabilities,
                Math.max(epsilon, other.epsilon));
    }

    private <T> T either(Fact other, Function<Fact, T> part) {
        var found = Stream.of(this, other)
                .map(part)
                .filter(value -> value != null)
                .distinct()
                .toList();
        return found.size() == 1 ? found.get(0) : null;
    }
}
