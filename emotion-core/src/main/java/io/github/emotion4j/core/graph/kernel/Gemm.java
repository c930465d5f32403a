package io.github.emotion4j.core.graph.kernel;

import com.sun.jna.NativeLibrary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.slf4j.LoggerFactory;

/**
 * Row-major float32 matrix products on native memory: oneDNN's, which is two to four times faster than OpenBLAS on few rows and a little faster on
 * many, else OpenBLAS's.
 */
final class Gemm {

    private static final boolean ONE_DNN = loadOneDnn();

    private Gemm() {}

    /** {@code C = alpha op(A) op(B)}, or that added to C. */
    static void multiply(Product product, float alpha, Matrix a, Matrix b, Matrix c) {
        int m = product.m();
        int n = product.n();
        int k = product.k();
        float beta = product.add() ? 1f : 0f;
        var pa = a.floats().pointer(a.from());
        var pb = b.floats().pointer(b.from());
        var pc = c.floats().pointer(c.from());
        if (ONE_DNN) {
            byte ca = (byte) (product.transposeA() ? 'T' : 'N');
            byte cb = (byte) (product.transposeB() ? 'T' : 'N');
            int status = dnnl.dnnl_sgemm(ca, cb, m, n, k, alpha, pa, a.stride(), pb, b.stride(), beta, pc, c.stride());
            if (status != dnnl.dnnl_success) {
                throw new IllegalStateException("oneDNN refused a product of " + m + " x " + k + " x " + n
                        + " with strides " + a.stride() + ", " + b.stride() + ", " + c.stride() + ": status " + status);
            }
        } else {
            int ca = product.transposeA() ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
            int cb = product.transposeB() ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
            openblas_nolapack.cblas_sgemm(
                    openblas_nolapack.CblasRowMajor,
                    ca,
                    cb,
                    m,
                    n,
                    k,
                    alpha,
                    pa,
                    a.stride(),
                    pb,
                    b.stride(),
                    beta,
                    pc,
                    c.stride());
        }
    }

    static boolean hasOneDnn() {
        return ONE_DNN;
    }

    /**
     * Makes products that the current thread asks for run on this thread alone: it is one of several that ask at the same time. OpenMP keeps this
     * number per thread; oneDNN has no call of its own for it.
     */
    static void useOneThread() {
        try {
            NativeLibrary.getInstance("libgomp.so.1")
                    .getFunction("omp_set_num_threads")
                    .invokeVoid(new Object[] {1});
        } catch (LinkageError otherRuntime) {
            LoggerFactory.getLogger(Gemm.class)
                    .debug("no GNU OpenMP here, matrix products choose their threads: {}", otherRuntime.toString());
        }
    }

    private static boolean loadOneDnn() {
        try {
            Loader.load(dnnl.class);
            return true;
        } catch (LinkageError missing) {
            LoggerFactory.getLogger(Gemm.class)
                    .debug("oneDNN does not load here, OpenBLAS computes the products: {}", missing.toString());
            Loader.load(openblas_nolapack.class);
            return false;
        }
    }
}
