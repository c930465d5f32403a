package io.github.emotion4j.core.labels;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How prototypes become answers.
 *
 * @param centring whether the texts' mean is taken off the texts and the labels' mean off the descriptions
 * @param prior whether it is estimated how often each label is to be expected
 * @param temperature cosines are divided by it, greater than 0; empty for one that follows from how far the labels' scores lie apart
 */
public record PrototypeOptions(When centring, When prior, OptionalDouble temperature) {

    /** Whether to do something that needs unlabelled texts. */
    public enum When {
        /**
         * With a hundred unlabelled texts or more, on an encoder whose vectors all point much the same way. There the labels' offsets tell nothing; on other
         * encoders they do, and are left alone.
         */
        AUTO,
        /** With any unlabelled texts. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /** Checks the range given above. */
    public PrototypeOptions {
        Objects.requireNonNull(centring, "centring");
        Objects.requireNonNull(prior, "prior");
        if (temperature.isPresent()
                && !(temperature.getAsDouble() > 0 && temperature.getAsDouble() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "temperature must be > 0 and finite, found " + temperature.getAsDouble());
        }
    }

    /** Everything as it follows from encoder and unlabelled texts. */
    public static PrototypeOptions defaults() {
        return new PrototypeOptions(When.AUTO, When.AUTO, OptionalDouble.empty());
    }

    /** Cosines and nothing else. */
    public static PrototypeOptions plain() {
        return new PrototypeOptions(When.NEVER, When.NEVER, OptionalDouble.empty());
    }
}
