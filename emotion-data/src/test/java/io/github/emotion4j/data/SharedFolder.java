package io.github.emotion4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data and references beside the checkout, which may not be committed; tests that need them are skipped where they are not. */
public final class SharedFolder {

    private SharedFolder() {}

    /** The folder or file under {@code ../shared}; skips the test, by name, if there is none. */
    public static Path require(String name) {
        Path path =
                Path.of(System.getProperty("emotion.shared", "../../shared")).resolve(name);
        Assumptions.assumeTrue(Files.exists(path), "skipped: there is no " + path);
        return path;
    }
}
