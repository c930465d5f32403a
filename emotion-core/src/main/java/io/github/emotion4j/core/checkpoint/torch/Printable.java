package io.github.emotion4j.core.checkpoint.torch;

/** Texts of a file that nobody vouches for, made fit for a message. */
final class Printable {

    private static final int LONGEST = 100;

    private Printable() {}

    /** The text on one line and without control characters, cut where it is long. */
    static String of(String text) {
        return line(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }

    /** The text on one line and without control characters. */
    static String line(String text) {
        return text.replaceAll("\\p{C}", "?");
    }
}
