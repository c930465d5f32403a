package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resident memory of a process of its own, whose Java heap is fixed and touched from the start, so that what grows is native. */
@Tag("slow")
class MemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");

    @TempDir
    Path folder;

    @Test
    void isFlatOverAHundredThousandPredictions() throws Exception {
        assumeTrue(Files.isReadable(STATUS), "needs /proc/self/status (Linux)");
        Path output = folder.resolve("output.txt");
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms192m",
                        "-Xmx192m",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        path,
                        MemoryTest.class.getName(),
                        TinyModels.path("tiny-distilbert").toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends in time").isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        long grown = text.lines()
                .filter(line -> line.startsWith("grown "))
                .mapToLong(line -> Long.parseLong(line.substring(6)))
                .findFirst()
                .orElseThrow();
        // One leaked float a token and prediction would be 8 MB, one vector of activations 200 MB.
        assertThat(grown).as(text).isLessThan(6L << 20);
    }

    /** The process: prints by how many bytes it grew over 100 000 predictions, after as many to warm up. */
    public static void main(String[] args) throws Exception {
        var texts = SharedModelTest.texts(1000, 10);
        try (var classifier = EmotionClassifier.load(Path.of(args[0]))) {
            long before = 0;
            for (int round = 0; round < 200; round++) {
                if (round == 100) {
                    before = resident();
                }
                classifier.predict(texts);
            }
            System.out.println("grown " + (resident() - before));
        }
    }

    private static long resident() throws Exception {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
