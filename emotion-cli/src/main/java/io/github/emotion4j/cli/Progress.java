package io.github.emotion4j.cli;

import java.util.Locale;

/** Shows how far a piece of work is: a bar that is redrawn on a terminal, else a line now and then. Close it when the work is over. */
public final class Progress implements AutoCloseable {

    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long LINES_NANOS = 10_000_000_000L;
    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 8;

    private final Terminal terminal;
    private final boolean quiet;
    private final String what;
    private final String unit;
    private final long start = System.nanoTime();
    private long shown = start;
    private int drawn;
    private int bar = WIDEST_BAR; // never wider than it was, so that it does not flicker

    /**
     * Of one piece of work.
     *
     * @param what is done: "encoding"
     * @param unit in which it is counted: "texts"
     */
    Progress(Terminal terminal, boolean quiet, String what, String unit) {
        this.terminal = terminal;
        this.quiet = quiet;
        this.what = what;
        this.unit = unit;
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
            draw(line(done, total, now, note));
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

    /** On one line of the terminal: redrawing does not reach a line above. The bar gives way first, then the note, last the rest. */
    private String line(long done, long total, long now, String note) {
        int room = terminal.columns() - 1;
        String told = what + "  " + count(done, total) + left(done, total, now);
        String whole = told + (note.isEmpty() ? "" : "  " + note);
        if (total > 0) {
            bar = Math.min(bar, room - 2 - whole.length());
            if (bar >= NARROWEST_BAR) {
                int filled = (int) (bar * Math.min(done, total) / total);
                return what + "  " + "█".repeat(filled) + "░".repeat(bar - filled) + whole.substring(what.length());
            }
        }
        String fitting = whole.length() <= room ? whole : told;
        return fitting.substring(0, Math.min(fitting.length(), room));
    }

    private String count(long done, long total) {
        return (total > 0 ? done + " of " + total : Long.toString(done)) + " " + unit;
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
