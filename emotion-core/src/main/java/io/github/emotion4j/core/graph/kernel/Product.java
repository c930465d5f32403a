package io.github.emotion4j.core.graph.kernel;

/**
 * {@code C = op(A) op(B)}, or that added to C, of row-major matrices.
 *
 * @param transposeA whether A is stored as {@code [k, m]} instead of {@code [m, k]}
 * @param transposeB whether B is stored as {@code [n, k]} instead of {@code [k, n]}
 * @param m rows of C
 * @param n columns of C
 * @param k length of the sums
 * @param add whether C keeps what it holds and the product is added
 */
record Product(boolean transposeA, boolean transposeB, int m, int n, int k, boolean add) {

    /** {@code A Bᵀ} with A {@code [m, k]} and B {@code [n, k]}. */
    static Product timesTransposed(int m, int n, int k) {
        return new Product(false, true, m, n, k, false);
    }

    /** {@code A B} with A {@code [m, k]} and B {@code [k, n]}. */
    static Product times(int m, int n, int k) {
        return new Product(false, false, m, n, k, false);
    }

    /** {@code Aᵀ B} with A {@code [k, m]} and B {@code [k, n]}. */
    static Product transposedTimes(int m, int n, int k) {
        return new Product(true, false, m, n, k, false);
    }

    /** The same, added to what C holds, if asked. */
    Product added(boolean asked) {
        return new Product(transposeA, transposeB, m, n, k, asked);
    }

    int rowsOfA() {
        return transposeA ? k : m;
    }

    int columnsOfA() {
        return transposeA ? m : k;
    }

    int rowsOfB() {
        return transposeB ? n : k;
    }

    int columnsOfB() {
        return transposeB ? k : n;
    }
}
