package io.github.emotion4j.cli;

import io.github.emotion4j.core.graph.kernel.Team;
import java.util.Optional;

/**
 * Makes {@code --threads} hold for the kernels where the launcher did not: it comes from a {@code --config} file, or the command line runs in a process of
 * somebody else.
 */
final class Threads {

    private Threads() {}

    /** Sets the number of threads that compute, if one was asked for and it is another than now. */
    static void apply(Optional<Integer> threads) {
        threads.filter(wanted -> wanted != Team.shared().size()).ifPresent(Team::configure);
    }
}
