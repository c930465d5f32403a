package io.github.emotion4j.cli;

import java.util.function.Supplier;

/** Results on standard output, notes and progress on standard error. */
public final class Output {

    private final Terminal terminal;
    private final boolean json;
    private final boolean quiet;

    Output(Terminal terminal, CommonOptions options) {
        this.terminal = terminal;
        this.json = options.format(terminal) == CommonOptions.Format.json;
        this.quiet = options.quiet();
    }

    /** Whether results are for programs. */
    public boolean json() {
        return json;
    }

    /**
     * Writes a result: {@code value} as one line of JSON, or the text for people.
     *
     * @param value maps, lists, records, numbers, strings
     * @param human lines without the last line end
     */
    public void result(Object value, Supplier<String> human) {
        terminal.out().println(json ? Json.line(value) : human.get());
    }

    /** Tells a person what happens; nothing when {@code --quiet}. */
    public void note(String line) {
        if (!quiet) {
            terminal.err().println(line);
        }
    }

    /**
     * A progress display; it shows nothing when {@code --quiet}.
     *
     * @param what is done: "encoding"
     * @param unit in which it is counted: "texts"
     */
    public Progress progress(String what, String unit) {
        return new Progress(terminal, quiet, what, unit);
    }

    /** Colours for people, none where they are unwanted. */
    public Paint paint() {
        return new Paint(terminal.colour() && !json);
    }
}
