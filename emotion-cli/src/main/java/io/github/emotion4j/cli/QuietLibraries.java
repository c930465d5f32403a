package io.github.emotion4j.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Libraries that write their progress to standard error by {@code java.util.logging}, between a person's results. */
final class QuietLibraries {

    /** Kept here: the log manager holds loggers weakly, and a collected one forgets its level. */
    private static final List<Logger> LOGGERS = Stream.of("org.tribuo", "com.oracle.labs.mlrg.olcut")
            .map(Logger::getLogger)
            .toList();

    private QuietLibraries() {}

    /** From now on they only report what is severe. */
    static void apply() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
    }
}
