package io.github.emotion4j.core.graph.kernel;

/**
 * A row-major matrix somewhere in native memory.
 *
 * @param floats the memory
 * @param from index of element [0, 0]
 * @param stride floats from one row to the next
 */
record Matrix(Floats floats, int from, int stride) {

    static Matrix of(Floats floats, int columns) {
        return new Matrix(floats, 0, columns);
    }

    /** The part that begins at that row and column. */
    Matrix at(int row, int column) {
        return new Matrix(floats, from + row * stride + column, stride);
    }
}
