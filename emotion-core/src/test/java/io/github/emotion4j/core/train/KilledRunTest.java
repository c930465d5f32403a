package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that trains, killed without warning until it gets through. */
@Tag("slow")
class KilledRunTest {

    private static final Dataset TRAIN = ToyTask.data(64, 1);
    private static final Dataset VALIDATION = ToyTask.data(20, 2);
    private static final Options OPTIONS = ToyTask.options().withEpochs(40).withSaveEvery(1);

    @TempDir
    Path folder;

    @Test
    void aRunKilledAtRandomMomentsAndResumedEndsWithTheSameBits() throws Exception {
        long seed = Long.getLong("emotion.test.seed", System.nanoTime());
        var random = new Random(seed);
        Path directory = folder.resolve("run");
        int kills = 0;
        boolean done = false;
        while (!done) {
            Process process = start(directory);
            // More and more time, so that it ends; the JVM alone needs a second or two.
            long millis = 1500 + random.nextInt(2500) + 250L * kills;
            if (kills < 12 && !process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                kills++;
            } else {
                done = process.waitFor() == 0;
                assertThat(done)
                        .as("seed %d: %s", seed, Files.readString(folder.resolve("log")))
                        .isTrue();
            }
        }
        TrainingResult whole = new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), OPTIONS, TrainingListener.NONE)
                .train(TRAIN, Optional.of(VALIDATION));
        TrainingResult resumed = train(directory);
        Map<String, float[]> expected = ToyTask.weights(whole.checkpoint());
        ToyTask.weights(resumed.checkpoint())
                .forEach((name, values) ->
                        assertThat(values).as("seed %d: %s", seed, name).isEqualTo(expected.get(name)));
        assertThat(kills).as("seed %d", seed).isPositive();
    }

    private Process start(Path directory) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(List.of(
                        java, "-Xmx512m", "-cp", classPath, KilledRunTest.class.getName(), directory.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** The process that is killed. */
    public static void main(String[] arguments) throws IOException {
        train(Path.of(arguments[0]));
    }

    private static TrainingResult train(Path directory) throws IOException {
        return new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), OPTIONS, TrainingListener.NONE)
                .train(TRAIN, Optional.of(VALIDATION), directory, true);
    }
}
