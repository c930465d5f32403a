package io.github.emotion4j.data.hub;

import java.util.OptionalLong;

/** Told how files come along. Called by several threads at a time; must return quickly and not throw. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener SILENT = (file, done, total) -> {};

    /**
     * Called at the start of each file (with what an earlier try has left), after every piece and at the end.
     *
     * @param file path in the repository
     * @param done bytes that are there; smaller than before where a file had to be started again
     * @param total bytes of the whole file, where known
     */
    void progressed(String file, long done, OptionalLong total);
}
