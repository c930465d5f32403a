package io.github.emotion4j.cli;

/** What the process ends with. */
public final class ExitCode {

    /** Done. */
    public static final int DONE = 0;
    /** A defect of this program, or of the machine. */
    public static final int INTERNAL = 1;
    /** The command line cannot be understood. */
    public static final int USAGE = 2;
    /** A gate failed. */
    public static final int GATE = 3;
    /** Invalid data or model. */
    public static final int DATA = 4;
    /** The network, or the hub. */
    public static final int NETWORK = 5;

    private ExitCode() {}
}
