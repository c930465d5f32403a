package io.github.emotion4j.cli.command;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says at the end of a process that is ended in the middle of a training (Ctrl-C, kill) how to go on. Close it when the training is over. */
final class InterruptedRun implements AutoCloseable {

    private final Thread hook;

    /**
     * Watches from now on.
     *
     * @param run where the training keeps its states
     * @param err for people
     */
    InterruptedRun(Path run, PrintStream err) {
        hook = new Thread(() -> tell(run, err));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static void tell(Path run, PrintStream err) {
        if (Files.isDirectory(run)) {
            err.println("emotion: interrupted; the same command with --resume goes on from the last state in " + run);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process ends already, and the hook has told it
        }
    }
}
