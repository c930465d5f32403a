package io.github.emotion4j.data;

import java.util.Objects;

/**
 * One text with the name of its label.
 *
 * @param text the text, any length, possibly empty
 * @param label the label's name
 */
public record Example(String text, String label) {

    /** Checks that neither is null, nor holds half of a surrogate pair, which no file could take. */
    public Example {
        requireWellFormed("text", Objects.requireNonNull(text, "text"));
        requireWellFormed("label", Objects.requireNonNull(label, "label"));
    }

    private static void requireWellFormed(String what, String value) {
        Surrogates.problem(value).ifPresent(problem -> {
            throw new IllegalArgumentException("the " + what + " is no text: " + problem);
        });
    }
}
