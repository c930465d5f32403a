package io.github.emotion4j.cli;

/**
 * Escape sequences for emphasis, or none.
 *
 * @param on whether the reader's terminal shows them
 */
public record Paint(boolean on) {

    /** Bold. */
    public String bold(String text) {
        return wrap("1", text);
    }

    /** Grey. */
    public String dim(String text) {
        return wrap("2", text);
    }

    /** Green. */
    public String green(String text) {
        return wrap("32", text);
    }

    /** Red. */
    public String red(String text) {
        return wrap("31", text);
    }

    private String wrap(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
