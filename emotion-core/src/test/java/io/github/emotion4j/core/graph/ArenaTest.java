package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.graph.kernel.Floats;
import org.junit.jupiter.api.Test;

/** Memory that grows with the passes. */
class ArenaTest {

    @Test
    void itGrowsToTheLargestAndStays() {
        try (var arena = new Arena()) {
            Floats first = arena.atLeast(100);
            assertThat(arena.atLeast(50)).isSameAs(first);
            int moves = arena.moves();
            assertThat(arena.atLeast(101).size()).isGreaterThanOrEqualTo(101);
            assertThat(arena.moves()).isGreaterThan(moves);
        }
    }

    @Test
    void afterItFoundNoMemoryItHandsOutNoneThatWasFreed() {
        try (var arena = new Arena(ArenaTest::atMostAThousand)) {
            Floats before = arena.atLeast(100);
            int moves = arena.moves();
            assertThatThrownBy(() -> arena.atLeast(2000)).isInstanceOf(OutOfMemoryError.class);
            assertThat(arena.moves()).isGreaterThan(moves);
            Floats after = arena.atLeast(100);
            assertThat(after).isNotSameAs(before);
            after.put(99, 7);
            assertThat(after.get(99)).isEqualTo(7);
        }
    }

    private static Floats atMostAThousand(int size) {
        if (size > 1000) {
            throw new OutOfMemoryError("as if the system had no more");
        }
        return Floats.allocate(size);
    }
}
