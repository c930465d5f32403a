package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.TinyEncoders;
import io.github.emotion4j.core.graph.TrainableModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a step takes from the system is used by the next one. */
@Tag("slow")
class ResidentMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"fused, 500", "nd4j, 150"})
    void residentMemoryIsFlatFromTheSecondEpochOn(String engine, int steps) throws Exception {
        assumeTrue(Files.exists(STATUS), () -> "no " + STATUS + " on this system");
        // A process of its own, whose heap is all there from the start: what grows is native.
        Path log = folder.resolve("log");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        java,
                        "-Xms160m",
                        "-Xmx160m",
                        "-XX:+AlwaysPreTouch",
                        "-Demotion.engine=" + engine,
                        "-cp",
                        classPath,
                        ResidentMemoryTest.class.getName(),
                        String.valueOf(steps))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> read(log)).isZero();
        String[] answer = read(log)
                .lines()
                .filter(line -> line.startsWith("KiB "))
                .findFirst()
                .orElseThrow()
                .split(" ");
        long growth = Long.parseLong(answer[2]) - Long.parseLong(answer[1]);
        // One leaked activation (600 kB) a step would be 180 MB in the fused engine's last 300 steps, 54 MB in ND4J's
        // last 90.
        assertThat(growth).as("growth in %s", String.join(" ", answer)).isLessThan(40_000);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Five epochs; prints the most resident memory of the first two, and of the others. The allocator's arenas and the compiled
     * code settle within some 40 steps: an epoch shorter than that has not seen what a step needs at most.
     */
    public static void main(String[] arguments) throws IOException {
        int steps = Integer.parseInt(arguments[0]);
        var config = TinyEncoders.config(Architecture.BERT, Activation.GELU_ERF, 2000, 64, 96, 3, 4, 256);
        try (var model = new TrainableModel(TinyEncoders.of(config, true, 1), Pooling.CLS, name -> false);
                var optimiser = new AdamW(model, AdamW.Settings.withDecay(0.01))) {
            long early = 0;
            long later = 0;
            for (int step = 0; step < steps; step++) {
                int within = step % (steps / 5); // the same batches in each epoch
                int length = within == 0 ? 64 : 4 + new Random(within).nextInt(60);
                var batch = TinyEncoders.batch(config, 32, length, TinyEncoders.Padding.RIGHT, within);
                model.backward(batch, TinyEncoders.targets(32, 4, step), false, step);
                optimiser.step(1e-4, 1);
                if (within % 10 == 0) {
                    model.logits(batch);
                }
                long resident = residentKilobytes();
                if (step < 2 * steps / 5) {
                    early = Math.max(early, resident);
                } else {
                    later = Math.max(later, resident);
                }
            }
            System.out.println("KiB " + early + " " + later);
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
