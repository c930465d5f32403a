package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.data.NativeLibraryException;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;

/** Where JavaCPP unpacks the native libraries, of ND4J too. Asked for before the first of them: what they say themselves hides the cause. */
public final class NativeFolder {

    private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

    private static volatile boolean found;

    private NativeFolder() {}

    /**
     * Makes sure that there is one.
     *
     * @throws NativeLibraryException if none can be written to
     */
    public static void require() {
        if (found) {
            return;
        }
        try {
            Loader.getCacheDir();
            found = true;
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "no folder can be written to unpack the native libraries into, neither in the home folder "
                            + System.getProperty("user.home") + " nor in " + System.getProperty("java.io.tmpdir")
                            + "; name one with -Djava.io.tmpdir=DIR, or with -D" + PROPERTY + "=DIR",
                    e);
        }
    }
}
