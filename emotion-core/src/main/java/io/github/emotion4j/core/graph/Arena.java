package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.graph.kernel.Floats;

/** Memory that passes use one after the other; it grows to the largest of them and stays. Not thread-safe. */
final class Arena implements AutoCloseable {

    private Floats memory = Floats.allocate(1);
    private int moves;

    /** At least that many floats; what an earlier call returned is no longer valid if this one is larger. */
    Floats atLeast(int size) {
        if (memory.size() < size) {
            memory.close();
            memory = Floats.allocate(size);
            moves++;
        }
        return memory;
    }

    /** How often the memory was exchanged for a larger one. */
    int moves() {
        return moves;
    }

    @Override
    public void close() {
        memory.close();
    }
}
