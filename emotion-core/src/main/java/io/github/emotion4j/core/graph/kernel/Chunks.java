package io.github.emotion4j.core.graph.kernel;

/**
 * A range cut into equal parts, the last one shorter.
 *
 * @param size of the range
 * @param step of a part
 */
record Chunks(int size, int step) {

    static Chunks of(int size, int step) {
        return new Chunks(size, Math.max(1, Math.min(step, size)));
    }

    int count() {
        return Math.max(1, (size + step - 1) / step);
    }

    int from(int chunk) {
        return chunk * step;
    }

    int length(int chunk) {
        return Math.min(step, size - chunk * step);
    }
}
