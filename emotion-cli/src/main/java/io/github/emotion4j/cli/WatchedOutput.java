package io.github.emotion4j.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;

/** Standard output that remembers what went wrong: a {@link PrintStream} only says that something did. Not thread-safe. */
final class WatchedOutput extends FilterOutputStream {

    private IOException failure;

    WatchedOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /** Why results are missing; empty also where nobody wanted more of them, as in {@code emotion predict … | head}. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure).filter(e -> !"Broken pipe".equals(e.getMessage()));
    }

    /**
     * The exit code of a command whose results went here: of a success it makes a failure if they did not arrive.
     *
     * @param exit the command's own
     */
    int exitCode(int exit, PrintStream err) {
        if (exit != ExitCode.DONE || failure().isEmpty()) {
            return exit;
        }
        err.println("emotion: standard output: " + failure.getMessage() + "; the results are not complete");
        return ExitCode.DATA;
    }
}
