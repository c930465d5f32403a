package io.github.emotion4j.cli;

/** What ends a command early: one line for people and an exit code for programs. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Problem(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Options that make no sense. */
    public static Problem usage(String message) {
        return new Problem(ExitCode.USAGE, message);
    }

    /** A threshold that was not reached. */
    public static Problem gate(String message) {
        return new Problem(ExitCode.GATE, message);
    }

    /** Data or a model that cannot be used. */
    public static Problem data(String message) {
        return new Problem(ExitCode.DATA, message);
    }

    int exitCode() {
        return exitCode;
    }
}
