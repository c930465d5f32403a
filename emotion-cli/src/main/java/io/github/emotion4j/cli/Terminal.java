package io.github.emotion4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where results and progress go, and what can be shown there. Thread-safe as far as its streams are.
 *
 * @param out results
 * @param err progress, warnings, errors
 * @param outIsTerminal whether a person reads {@code out}
 * @param errIsTerminal whether a person reads {@code err}: bars instead of lines
 * @param colour whether escape sequences are welcome
 * @param columns width of the terminal in characters, at least 20
 */
public record Terminal(
        PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, boolean colour, int columns) {

    private static final int USUAL_COLUMNS = 80;
    private static final int LEAST_COLUMNS = 20;

    /** A terminal that is narrower than all that can be written is taken for one of 20 columns. */
    public Terminal {
        columns = Math.max(LEAST_COLUMNS, columns);
    }

    /**
     * Results to a stream, the rest to standard error, in UTF-8. The launcher tells by {@code -Demotion.out.terminal} and {@code -Demotion.err.terminal} what is a
     * terminal, by {@code -Demotion.columns} how wide it is; Java itself cannot say it. {@code NO_COLOR} and {@code TERM=dumb} switch colours off.
     */
    static Terminal ofProcess(OutputStream results) {
        boolean out = Boolean.getBoolean("emotion.out.terminal");
        boolean err = Boolean.getBoolean("emotion.err.terminal");
        boolean plain = !isBlank(System.getenv("NO_COLOR")) || "dumb".equals(System.getenv("TERM"));
        return new Terminal(
                stream(results), stream(new FileOutputStream(FileDescriptor.err)), out, err, out && !plain, told());
    }

    /** Writes what is still buffered. */
    public void flush() {
        out.flush();
        err.flush();
    }

    private static int told() {
        int width = Integer.getInteger("emotion.columns", 0);
        return width > 0 ? width : USUAL_COLUMNS; // 0 is what a terminal says that does not know
    }

    private static PrintStream stream(OutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private static boolean isBlank(String value) {
        return value == null || value.isBlank();
    }
}
