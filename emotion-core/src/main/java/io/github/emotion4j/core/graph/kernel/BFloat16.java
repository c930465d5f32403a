package io.github.emotion4j.core.graph.kernel;

import org.bytedeco.dnnl.global.dnnl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Products of factors rounded to bfloat16: oneDNN's where the processor has instructions for them, else float32 products of rounded factors. */
final class BFloat16 {

    private static final Logger LOG = LoggerFactory.getLogger(BFloat16.class);
    private static final int A = 0;
    private static final int B = 1;

    private static final boolean NATIVE = isNative();

    private BFloat16() {}

    static void multiply(Product product, Matrix a, Matrix b, Matrix c, Scratch scratch) {
        if (NATIVE) {
            scratch.bfloat16().multiply(product, a, b, c, scratch);
        } else {
            multiplyRounded(product, a, b, c, scratch);
        }
    }

    /** The same sums in float32: a product of two bfloat16 numbers has 16 bits, so rounding happens only where hardware rounds too. */
    static void multiplyRounded(Product product, Matrix a, Matrix b, Matrix c, Scratch scratch) {
        Matrix roundedA = rounded(a, product.rowsOfA(), product.columnsOfA(), A, scratch);
        Matrix roundedB = rounded(b, product.rowsOfB(), product.columnsOfB(), B, scratch);
        Gemm.multiply(product, 1f, roundedA, roundedB, c);
    }

    private static Matrix rounded(Matrix matrix, int rows, int columns, int slot, Scratch scratch) {
        Floats target = scratch.floats(slot, rows * columns);
        int[] row = scratch.bits(columns);
        for (int r = 0; r < rows; r++) {
            matrix.floats().getBits(matrix.at(r, 0).from(), row, columns);
            round(row, columns);
            target.putBits(r * columns, row, columns);
        }
        return Matrix.of(target, columns);
    }

    /**
     * Rounds the bits of float32 numbers to those of the nearest bfloat16, ties to even. Infinities and the processor's own NaNs stay what they are;
     * what is nearer to infinity than to the largest bfloat16 becomes infinite.
     */
    static void round(int[] bits, int count) {
        for (int i = 0; i < count; i++) {
            bits[i] = bits[i] + 0x7FFF + (bits[i] >>> 16 & 1) & 0xFFFF0000;
        }
    }

    private static boolean isNative() {
        if (!Gemm.hasOneDnn()) {
            LOG.debug("oneDNN does not load here: bf16 rounds its factors and multiplies in float32");
            return false;
        }
        int isa = dnnl.dnnl_get_effective_cpu_isa();
        boolean instructions = isa == dnnl.dnnl_cpu_isa_avx512_core_bf16 || isa == dnnl.dnnl_cpu_isa_avx512_core_amx;
        if (!instructions) {
            LOG.info(
                    "this processor has no bfloat16 products: bf16 gives the same numbers as one that has, no faster than float32");
        }
        return instructions;
    }
}
