package io.github.emotion4j.cli;

import java.util.Locale;

/** Shows how far a piece of work is: a bar that is redrawn on a terminal, else a line now and then. Close it when the work is over. */
public final class Progress implements AutoCloseable {

    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long LINES_NANOS = 10_000_000_000L;
    private static final int WIDTH = 30;

    private final Terminal terminal;
    private final boolean quiet;
    private final String what;
    private final long start = System.nanoTime();
    private long shown = start;
    private int drawn;

    Progress(Terminal terminal, boolean quiet, String what) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.what = what;
    }

    /**
     * Says how far the work is.
     *
     * @param done what is done, of {@code total}
     * @param total all; 0 if it is not known
     * @param note anything else worth a few words, may be empty
     */
    public synchronized void update(long done, long total, String note) {
        long now = System.nanoTime();
        boolean last = total > 0 && done >= total;
        if (quiet || (!last && now - shown < (terminal.errIsTerminal() ? TERMINAL_NANOS : LINES_NANOS))) {
            return;
        }
        shown = now;
        if (terminal.errIsTerminal()) {
            draw(bar(done, total, now) + (note.isEmpty() ? "" : "  " + note));
        } else if (!last) {
            terminal.err()
                    .println(what + ": " + count(done, total) + left(done, total, now)
                            + (note.isEmpty() ? "" : ", " + note));
        }
    }

    /** Removes the bar. */
    @Override
    public synchronized void close() {
        if (drawn > 0) {
            draw("");
            terminal.err().print('\r');
            terminal.err().flush();
            drawn = 0;
        }
    }

    private void draw(String line) {
        terminal.err().print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        terminal.err().flush();
        drawn = line.length();
    }

    private String bar(long done, long total, long now) {
        if (total <= 0) {
            return what + "  " + done;
        }
        int filled = (int) (WIDTH * Math.min(done, total) / total);
        return what + "  " + "█".repeat(filled) + "░".repeat(WIDTH - filled) + "  " + count(done, total)
                + left(done, total, now);
    }

    private static String count(long done, long total) {
        return total > 0 ? done + " of " + total : Long.toString(done);
    }

    private String left(long done, long total, long now) {
        if (done <= 0 || total <= done) {
            return "";
        }
        double seconds = (now - start) * 1e-9 * (total - done) / done;
        return seconds < 90
                ? String.format(Locale.ROOT, ", %.0f s left", seconds)
                : String.format(Locale.ROOT, ", %.0f min left", seconds / 60);
    }
}
