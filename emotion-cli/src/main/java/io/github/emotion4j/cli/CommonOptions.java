package io.github.emotion4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has. */
public final class CommonOptions {

    /** How results are written. */
    public enum Format {
        /** For people. */
        human,
        /** One JSON object, or one a line where the command says so. */
        json
    }

    @Option(
            names = "--format",
            scope = ScopeType.INHERIT,
            paramLabel = "human|json",
            description = "Form of the results (default: human on a terminal, json otherwise).")
    private Format format;

    @Option(
            names = "--seed",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            defaultValue = "42",
            description = "Decides everything that is random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress, only results and errors.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log more; show the stack trace of an error.")
    private boolean verbose;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE.yaml",
            description = "Options from a YAML file, named as here without the dashes; options given here win.")
    private Path config;

    @Option(
            names = "--threads",
            scope = ScopeType.INHERIT,
            converter = ThreadCount.class,
            paramLabel = "N",
            description = "Threads for computing (default: one a core).")
    private Integer threads;

    /** The chosen format: what was asked for, or human for people and JSON for programs. */
    Format format(Terminal terminal) {
        if (format != null) {
            return format;
        }
        return terminal.outIsTerminal() ? Format.human : Format.json;
    }

    /** The seed of everything random. */
    public long seed() {
        return seed;
    }

    /** Whether progress is unwanted. */
    public boolean quiet() {
        return quiet;
    }

    /** Whether stack traces are wanted. */
    public boolean verbose() {
        return verbose;
    }

    /** Threads for computing, 1 to 1024; empty for the default. */
    public Optional<Integer> threads() {
        return Optional.ofNullable(threads);
    }
}
