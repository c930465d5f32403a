package io.github.emotion4j.core.graph.kernel;

/** How the blocks of a linear layer are multiplied. Sums inside a product are float32 always; int8 would be a further constant. */
public enum Multiplier {
    /** As they are. */
    FLOAT32 {
        @Override
        void multiply(Product product, Matrix a, Matrix b, Matrix c, Scratch scratch) {
            Gemm.multiply(product, 1f, a, b, c);
        }
    },
    /** Both factors rounded to bfloat16, to the nearest, ties to even; a product of two of these is exact in float32. */
    BF16 {
        @Override
        void multiply(Product product, Matrix a, Matrix b, Matrix c, Scratch scratch) {
            BFloat16.multiply(product, a, b, c, scratch);
        }
    };

    abstract void multiply(Product product, Matrix a, Matrix b, Matrix c, Scratch scratch);
}
