package io.github.emotion4j.cli;

import io.github.emotion4j.core.graph.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What runs: this program, the backend, its BLAS, the JDK. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        var backend = Backend.load();
        return new String[] {
            "emotion  " + number(),
            "backend  " + backend.name() + " (" + backend.reason() + ")",
            "BLAS     " + backend.blas() + ", " + backend.threads() + " threads",
            "JDK      " + Runtime.version() + ", " + System.getProperty("java.vm.vendor"),
            "system   " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                    + Runtime.getRuntime().availableProcessors() + " cores",
        };
    }

    /** The version of this program. */
    public static String number() throws IOException {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }
}
