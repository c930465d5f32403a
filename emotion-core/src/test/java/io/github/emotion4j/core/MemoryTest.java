package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.TinyEncoders;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
        // One leaked float a token and prediction would be 4 MB each time, one vector of activations 100 MB.
        requireGrowthBelow(3L << 20, "192m", Lists.class, TinyModels.path("tiny-distilbert"));
    }

    @Test
    void isFlatOverAMillionTextsOfAStreamWhoseAnswersComeInOrder() throws Exception {
        Path model = folder.resolve("model");
        var config = TinyEncoders.config(Architecture.DISTILBERT, Activation.GELU_ERF, 161, 64, 32, 1, 2, 64);
        var checkpoint = TinyEncoders.of(config, true, 6);
        var tokenizer = Optional.of(TinyModels.path("tiny-distilbert"));
        ModelDirectory.write(new Model(checkpoint, Pooling.CLS, tokenizer, 1, Map.of()), model);

        // The heap has no room for a million texts, nor for their answers (some 100 MB each). Outside of it, a leak of
        // the least that malloc
        // hands out, 32 bytes a text, would be 3 MB each time.
        requireGrowthBelow(1L << 20, "64m", Streams.class, model);
    }

    /** Runs a process that prints by how many bytes it grew. */
    private void requireGrowthBelow(long bytes, String heap, Class<?> work, Path model) throws Exception {
        assumeTrue(Files.isReadable(STATUS), "needs /proc/self/status (Linux)");
        Path output = folder.resolve("output.txt");
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms" + heap,
                        "-Xmx" + heap,
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        path,
                        work.getName(),
                        model.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        long grown = text.lines()
                .filter(line -> line.startsWith("grown "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
        assertThat(grown).as(text).isLessThan(bytes);
    }

    /**
     * A process that predicts lists, 100 000 texts to warm up; prints by how much each further 50 000 made it grow, in the median of five. What leaks grows
     * each time; a compiler that wakes late takes some megabytes once.
     */
    static final class Lists {

        private Lists() {}

        public static void main(String[] args) throws Exception {
            var texts = SharedModelTest.texts(1000, 10);
            try (var classifier = EmotionClassifier.load(Path.of(args[0]))) {
                predict(classifier, texts, 100);
                long[] growths = new long[5];
                for (int block = 0; block < growths.length; block++) {
                    long before = resident();
                    predict(classifier, texts, 50);
                    growths[block] = resident() - before;
                }
                Arrays.sort(growths);
                System.out.println("grown " + growths[2] + " of " + Arrays.toString(growths));
            }
        }

        private static void predict(EmotionClassifier classifier, List<String> texts, int rounds) {
            for (int round = 0; round < rounds; round++) {
                classifier.predict(texts);
            }
        }
    }

    /**
     * A process that predicts a stream of a million texts; prints by how much each further hundred thousand made it grow, in the median. What leaks
     * grows each time; a compiler that wakes late takes some megabytes once.
     */
    static final class Streams {

        private static final int TEXTS = 1_000_000;
        private static final int PART = 100_000;

        /** Shares no factor with the size of a window, so that each window has its texts at other places. */
        private static final int DIFFERENT = 997;

        private Streams() {}

        public static void main(String[] args) throws Exception {
            // Short ones: the tokenizer takes most of the time, and nothing here hangs on the length.
            List<String> texts = new ArrayList<>();
            for (String text : SharedModelTest.texts(DIFFERENT, 10)) {
                texts.add(text == null ? null : text.substring(0, Math.min(36, text.length())));
            }
            var options = ClassifierOptions.defaults().withBatchSize(128);
            try (var classifier = EmotionClassifier.load(Path.of(args[0]), options)) {
                float[][] expected = classifier.predict(texts).stream()
                        .map(Prediction::probabilities)
                        .toArray(float[][]::new);
                long different =
                        Arrays.stream(expected).map(Arrays::toString).distinct().count();
                require(different > DIFFERENT / 2, different + " answers are too much alike to tell the order by");
                // A string of its own a text, as a file has it; the stream makes it when it is asked for.
                var stream = IntStream.range(0, TEXTS).mapToObj(at -> copy(texts.get(at % DIFFERENT)));
                var sizes = new ArrayList<Long>(); // after the first hundred thousand, two hundred thousand …
                int at = 0;
                try (var answers = classifier.predict(stream)) {
                    for (var each = answers.iterator(); each.hasNext(); at++) {
                        requireSame(each.next().probabilities(), expected[at % DIFFERENT], at);
                        if (at % PART == PART - 1) {
                            sizes.add(resident());
                        }
                    }
                }
                require(at == TEXTS, at + " answers for " + TEXTS + " texts");
                System.out.println("resident " + sizes);
                long all = sizes.get(sizes.size() - 1) - sizes.get(0);
                require(all < 48L << 20, "from the first to the last hundred thousand it grew by " + all + " bytes");
                long[] parts = IntStream.range(1, sizes.size())
                        .mapToLong(part -> sizes.get(part) - sizes.get(part - 1))
                        .sorted()
                        .toArray();
                System.out.println("grown " + parts[parts.length / 2]);
            }
        }

        private static String copy(String text) {
            return text == null ? null : new String(text.toCharArray());
        }

        private static void requireSame(float[] answer, float[] expected, int at) {
            require(answer.length == expected.length, "text " + at + " was rejected, or was to be");
            for (int id = 0; id < expected.length; id++) {
                // Other company in the batch may change the order of a sum.
                require(Math.abs(answer[id] - expected[id]) < 1e-5f, "text " + at + " has the answer of another");
            }
        }

        private static void require(boolean holds, String problem) {
            if (!holds) {
                throw new AssertionError(problem);
            }
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
