package io.github.emotion4j.core.onnx.run;

import java.util.stream.IntStream;

/** Loops over many elements, on all cores where it is worth it. */
final class Chunks {

    private static final int WORTH = 1 << 15;

    private Chunks() {}

    /** Part of a loop. */
    @FunctionalInterface
    interface Part {
        void run(int from, int to);
    }

    /** Runs a loop from 0 to {@code size} in parts that do not depend on each other. */
    static void run(int size, Part part) {
        run(size, 1, part);
    }

    /** The same, where a step of the loop takes {@code cost} times as long as an addition. */
    static void run(int size, int cost, Part part) {
        int chunk = Math.max(1, WORTH / cost);
        if (size <= chunk) {
            part.run(0, size);
        } else {
            IntStream.range(0, (size - 1) / chunk + 1)
                    .parallel()
                    .forEach(i -> part.run(i * chunk, (int) Math.min(size, (i + 1L) * chunk)));
        }
    }
}
