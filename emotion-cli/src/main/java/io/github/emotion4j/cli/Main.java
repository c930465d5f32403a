package io.github.emotion4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The entry of the process. */
public final class Main {

    /** Tribuo writes to this one; held, because loggers without a holder are collected with their level. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        if (Arrays.stream(args).anyMatch(Emotion.VERBOSE::contains)) {
            // Before the first logger is made: it reads its level once.
            System.setProperty("org.slf4j.simpleLogger.log.io.github.emotion4j", "debug");
            System.setProperty("org.slf4j.simpleLogger.log.org.nd4j", "info");
        } else {
            // It counts training steps and warns of labels that are never predicted; the tables tell that better.
            TRIBUO.setLevel(Level.SEVERE);
        }
        var results = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
        var terminal = Terminal.ofProcess(results);
        int exit = Emotion.run(terminal, args);
        terminal.flush();
        System.exit(results.exitCode(exit, terminal.err()));
    }
}
