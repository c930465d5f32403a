package io.github.emotion4j.data;

import java.util.Objects;

/**
 * One text with the name of its label.
 *
 * @param text the text, any length, possibly empty
 * @param label the label's name
 */
public record Example(String text, String label) {

    /** Checks that neither is null. */
    public Example {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(label, "label");
    }
}
