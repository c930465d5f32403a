package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.graph.kernel.Floats;
import java.util.function.IntFunction;

/** Memory that passes use one after the other; it grows to the largest of them and stays. Not thread-safe. */
final class Arena implements AutoCloseable {

    private final IntFunction<Floats> allocate;
    private Floats memory;
    private int moves;

    Arena() {
        this(Floats::allocate);
    }

    /** @param allocate a seam for tests that let memory run out */
    Arena(IntFunction<Floats> allocate) {
        this.allocate = allocate;
        this.memory = allocate.apply(1);
    }

    /**
     * At least that many floats; what an earlier call returned is no longer valid if this one is larger.
     *
     * @throws OutOfMemoryError if the system has no more; what earlier calls returned is not valid then either
     */
    Floats atLeast(int size) {
        if (memory.size() < size) {
            // What it had is given back first, so that both never have to fit; if there is not enough even then, it is
            // small and valid.
            memory.close();
            moves++;
            memory = allocate.apply(1);
            Floats larger = allocate.apply(size);
            memory.close();
            memory = larger;
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
