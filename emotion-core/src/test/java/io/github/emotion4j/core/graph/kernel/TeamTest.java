package io.github.emotion4j.core.graph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TeamTest {

    private static Kernel kernel(int chunks, IntConsumer work) {
        return new Kernel() {
            @Override
            public int chunks() {
                return chunks;
            }

            @Override
            public void run(int chunk, Pass pass, Scratch scratch) {
                work.accept(chunk);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyChunkIsDoneOnceAndNoKernelBeginsBeforeTheOneBeforeIsDone(int size) {
        var team = new Team(size);
        try {
            for (int round = 0; round < 200; round++) {
                var done = new AtomicIntegerArray(13);
                var early = new AtomicInteger();
                Kernel first = kernel(13, done::incrementAndGet);
                Kernel second = kernel(5, chunk -> {
                    for (int i = 0; i < 13; i++) {
                        if (done.get(i) != 1) {
                            early.incrementAndGet();
                        }
                    }
                });
                team.run(List.of(first, second), null);
                assertThat(early.get()).isZero();
            }
        } finally {
            team.stop();
        }
    }

    @Test
    void whatAKernelThrowsReachesTheCallerAndTheTeamGoesOn() {
        var team = new Team(2);
        try {
            var after = new AtomicInteger();
            Kernel failing = kernel(4, chunk -> {
                if (chunk == 2) {
                    throw new IllegalArgumentException("chunk 2");
                }
            });
            Kernel later = kernel(4, chunk -> after.incrementAndGet());
            assertThatThrownBy(() -> team.run(List.of(failing, later), null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("chunk 2");
            assertThat(after.get()).isZero();
            assertThatThrownBy(() -> team.run(
                            List.of(kernel(1, chunk -> {
                                throw new OutOfMemoryError("made up");
                            })),
                            null))
                    .isInstanceOf(OutOfMemoryError.class);
            team.run(List.of(later), null);
            assertThat(after.get()).isEqualTo(4);
        } finally {
            team.stop();
        }
        assertThatThrownBy(() -> team.run(List.of(), null)).hasMessageContaining("stopped");
    }

    @Test
    void manyCallersTakeTurnsAndInterruptsAreKeptForThem() throws Exception {
        var team = new Team(2);
        var callers = Executors.newFixedThreadPool(12);
        try {
            var running = new AtomicInteger();
            var together = new AtomicInteger();
            List<Future<Boolean>> futures = new ArrayList<>();
            for (int caller = 0; caller < 12; caller++) {
                boolean interrupts = caller % 3 == 0;
                futures.add(callers.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        if (interrupts) {
                            Thread.currentThread().interrupt();
                        }
                        var count = new AtomicInteger();
                        team.run(
                                List.of(
                                        kernel(
                                                1,
                                                chunk -> together.accumulateAndGet(
                                                        running.incrementAndGet(), Math::max)),
                                        kernel(6, chunk -> count.incrementAndGet()),
                                        kernel(1, chunk -> running.decrementAndGet())),
                                null);
                        if (count.get() != 6 || Thread.interrupted() != interrupts) {
                            return false;
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> future : futures) {
                assertThat(future.get(100, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(together.get()).isEqualTo(1);
        } finally {
            callers.shutdownNow();
            team.stop();
        }
    }

    @Test
    void aTeamNeedsSomebody() {
        assertThatThrownBy(() -> new Team(0)).hasMessageContaining("at least one thread, found 0");
    }
}
