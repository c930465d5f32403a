package io.github.emotion4j.data;

import java.util.Locale;
import java.util.Optional;

/**
 * Halves of surrogate pairs that stand alone. Java's strings can hold them, UTF-8 cannot: every writer would put something else in their place, so a text
 * that has one is refused.
 */
public final class Surrogates {

    /** From here a byte that is not in its charset is kept as half a pair, as Python's {@code surrogateescape} does. */
    private static final int STAND_IN = 0xDC00;

    private Surrogates() {}

    /** What is wrong with a text that has such a half, for messages; empty if it has none. */
    public static Optional<String> problem(String text) {
        int at = firstAlone(text);
        return at < 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "character %d is U+%04X, half of a surrogate pair without the other%s",
                        at + 1,
                        (int) text.charAt(at),
                        text.charAt(at) >= 0xDC80 && text.charAt(at) < 0xDD00
                                ? ", or a byte 0x" + Integer.toHexString(text.charAt(at) - STAND_IN)
                                        + " that is not in the charset"
                                : ""));
    }

    private static int firstAlone(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(c)) {
                return at;
            }
        }
        return -1;
    }

    /** What stands in a text for a byte that is no character, so that the text is refused once somebody wants it. */
    public static char standIn(byte malformed) {
        return (char) (STAND_IN + (malformed & 0xff));
    }
}
