package io.github.emotion4j.core.graph.kernel;

/**
 * One operation on bound memory, cut into independent chunks. How it is cut depends on sizes only, never on the number of threads, so that results
 * do not either.
 */
public interface Kernel {

    /** Number of chunks, at least 1. */
    int chunks();

    /**
     * Does one chunk.
     *
     * @param chunk in {@code [0, chunks())}
     * @param pass what differs from pass to pass: ids, targets, the dropout's key
     * @param scratch heap arrays of the calling thread
     */
    void run(int chunk, Pass pass, Scratch scratch);
}
