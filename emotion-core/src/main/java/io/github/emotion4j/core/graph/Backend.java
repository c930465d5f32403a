package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.graph.kernel.NativeFolder;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What computes: CUDA where its backend is on the class path and this machine can run it, the CPU otherwise. The choice is made once, by the
 * first {@link #load()}, and has to come before anything else that touches ND4J.
 *
 * @param name "CPU" or "CUDA"
 * @param reason why that one, in a few words
 * @param blas the library of the matrix products
 * @param threads threads that these use
 */
public record Backend(String name, String reason, String blas, int threads) {

    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

    /**
     * The backend of this process. Thread-safe.
     *
     * @throws io.github.emotion4j.data.NativeLibraryException if no folder can be written to unpack it into
     */
    public static Backend load() {
        NativeFolder.require();
        return Chosen.BACKEND;
    }

    /** Whether the graph runs on a GPU. */
    public boolean isCuda() {
        return name.equals("CUDA");
    }

    /** Whether a CUDA backend is on the class path, usable or not; without one there is no need to load a backend in order to know. */
    static boolean mayBeCuda() {
        return CudaBackend.find(loader()).isPresent();
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Backend.class.getClassLoader() : context;
    }

    private static Backend choose() {
        Optional<CudaBackend> cuda = CudaBackend.find(loader());
        String reason = "no CUDA backend on the class path";
        if (cuda.isPresent()) {
            Optional<String> obstacle = cuda.get().obstacle();
            if (obstacle.isPresent()) {
                reason = "CUDA was not taken: " + obstacle.get();
                LOG.warn("computing on the CPU; {}", reason);
                ND4JClassLoading.setNd4jClassloader(cuda.get().hidden());
            } else {
                reason = cuda.get().device();
            }
        }
        Properties facts = Nd4j.getExecutioner().getEnvironmentInformation();
        boolean onGpu =
                String.valueOf(facts.get("backend")).toUpperCase(Locale.ROOT).contains("CUDA");
        var backend = new Backend(
                onGpu ? "CUDA" : "CPU",
                reason,
                String.valueOf(facts.get("blas.vendor")),
                Nd4j.getEnvironment().maxThreads());
        if (cuda.isEmpty() || onGpu) {
            LOG.info("computing on the {}: {}", backend.name, backend.reason);
        }
        return backend;
    }

    private static final class Chosen {
        static final Backend BACKEND = choose();
    }
}
