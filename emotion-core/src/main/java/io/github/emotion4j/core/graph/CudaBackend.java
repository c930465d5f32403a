package io.github.emotion4j.core.graph;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * ND4J's CUDA backend on the class path, and whether this machine can run it. That is asked of the driver before ND4J is touched: a library
 * without machine code for the GPU loads without complaint and fails at its first kernel.
 */
final class CudaBackend {

    private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";
    private static final String LIBRARY = "org.nd4j.nativeblas.Nd4jCuda";
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;

    /** ND4J's libraries for CUDA 11 hold machine code for compute capability 3.7 to 8.6 and no PTX. */
    private static final int LEAST_OF_11 = 37;

    private static final int HIGHEST_MAJOR_OF_11 = 8;

    private final URL service;
    private final ClassLoader loader;
    private String device = "";

    private CudaBackend(URL service, ClassLoader loader) {
        this.service = service;
        this.loader = loader;
    }

    static Optional<CudaBackend> find(ClassLoader loader) {
        try {
            return services(loader).stream()
                    .filter(CudaBackend::isCuda)
                    .findFirst()
                    .map(service -> new CudaBackend(service, loader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why it cannot run here, or empty if it can. */
    Optional<String> obstacle() {
        try {
            NativeLibrary driver = NativeLibrary.getInstance(driverName());
            int status = call(driver, "cuInit", 0);
            var count = new IntByReference();
            if (status != 0 || call(driver, "cuDeviceGetCount", count) != 0 || count.getValue() == 0) {
                return Optional.of("the NVIDIA driver finds no GPU (cuInit gave " + status + ")");
            }
            int capability =
                    10 * attribute(driver, COMPUTE_CAPABILITY_MAJOR) + attribute(driver, COMPUTE_CAPABILITY_MINOR);
            device = String.format(Locale.ROOT, "GPU of compute capability %.1f", capability / 10.0);
            if (service.toString().contains("nd4j-cuda-11.") && !runsCodeOf11(capability)) {
                return Optional.of(
                        "the " + device
                                + " does not run ND4J's library for CUDA 11, which holds code for 3.7 to 8.6 (8.9 runs that too)");
            }
            Class.forName(LIBRARY, true, loader);
            return Optional.empty();
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            return Optional.of(
                    String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString()));
        }
    }

    /**
     * Whether a GPU runs the machine code in ND4J's libraries for CUDA 11: code runs on GPUs of the same major number whose minor number is not lower (CUDA C++
     * Programming Guide, "Binary Compatibility"), so that of 8.6 on 8.7 and 8.9 too.
     *
     * @param capability the GPU's compute capability, times ten
     */
    static boolean runsCodeOf11(int capability) {
        return capability >= LEAST_OF_11 && capability / 10 <= HIGHEST_MAJOR_OF_11;
    }

    /** The GPU, in words; known once {@link #obstacle()} found none. */
    String device() {
        return device;
    }

    /** The class loader without this backend's entry among the services. */
    ClassLoader hidden() {
        return new ClassLoader(loader) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                return name.equals(SERVICE)
                        ? Collections.enumeration(services(loader).stream()
                                .filter(url -> !isCuda(url))
                                .toList())
                        : super.getResources(name);
            }
        };
    }

    private static List<URL> services(ClassLoader loader) throws IOException {
        return Collections.list(loader.getResources(SERVICE));
    }

    private static boolean isCuda(URL service) {
        return service.toString().contains("nd4j-cuda");
    }

    private static String driverName() {
        if (Platform.isWindows()) {
            return "nvcuda";
        }
        return Platform.isMac() ? "cuda" : "libcuda.so.1";
    }

    private static int attribute(NativeLibrary driver, int which) {
        var value = new IntByReference();
        if (call(driver, "cuDeviceGetAttribute", value, which, 0) != 0) {
            throw new IllegalStateException("the NVIDIA driver does not tell the GPU's compute capability");
        }
        return value.getValue();
    }

    private static int call(NativeLibrary driver, String name, Object... arguments) {
        Function function = driver.getFunction(name);
        return function.invokeInt(arguments);
    }
}
