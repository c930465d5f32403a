package io.github.emotion4j.cli;

/**
 * What one run of the command line shares with its command: where output goes and the common options. Commands get it in their constructor.
 *
 * @param terminal where output goes
 * @param options the common options; set when the command runs
 */
public record Session(Terminal terminal, CommonOptions options) {

    /** Results and progress in the form that was asked for. */
    public Output output() {
        return new Output(terminal, options);
    }
}
