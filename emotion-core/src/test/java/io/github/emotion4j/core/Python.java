package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Python with packages of its own, for comparisons: the one that EMOTION_PYTHON or the property emotion.python names, else python3. */
public final class Python {

    private Python() {}

    /** The interpreter; skips the test by name where there is none with the package. */
    public static String with(String packageName) throws Exception {
        String python = Optional.ofNullable(System.getProperty("emotion.python"))
                .or(() -> Optional.ofNullable(System.getenv("EMOTION_PYTHON")))
                .orElse("python3");
        boolean there;
        try {
            there = new ProcessBuilder(python, "-c", "import " + packageName)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(
                there,
                "needs a Python with " + packageName + "; name one in EMOTION_PYTHON (found none as '" + python + "')");
        return python;
    }

    /** Runs a script of the test resources and gives what it printed. */
    public static String run(String python, String script, Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                python, Path.of(Python.class.getResource(script).toURI()).toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        var process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output);
    }
}
