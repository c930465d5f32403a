package io.github.emotion4j.data.format;

/** Texts in messages, short enough for one line. */
final class Shortened {

    private static final int LENGTH = 40;

    private Shortened() {}

    static String of(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, Math.min(LENGTH, line.codePointCount(0, line.length()))))
                        + "\u2026";
    }
}
