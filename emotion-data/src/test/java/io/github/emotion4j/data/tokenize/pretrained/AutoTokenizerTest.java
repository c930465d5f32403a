package io.github.emotion4j.data.tokenize.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ids of {@code AutoTokenizer} (transformers 5.18), whatever the files beside a vocabulary say, or a refusal that names them. */
class AutoTokenizerTest {

    private static final Path RESOURCES = Path.of("src/test/resources/tokenize/pretrained");

    @TempDir
    Path work;

    @ParameterizedTest
    @MethodSource("bases")
    void ids_segments_and_limits_are_those_of_auto_tokenizer(Path base) throws IOException {
        AutoTokenizerCases cases = AutoTokenizerCases.in(base);
        assertThat(cases.check(work)).isGreaterThan(60);
    }

    static List<Path> bases() throws IOException {
        return folders(RESOURCES);
    }

    /** Other mixtures than those that are kept, with a seed of the day. */
    @Test
    @Tag("slow")
    void so_they_are_on_mixtures_made_now() throws Exception {
        String python = System.getenv().getOrDefault("EMOTION_PYTHON", "python3");
        long seed = System.currentTimeMillis() / TimeUnit.DAYS.toMillis(1);
        Process process = new ProcessBuilder(
                        python,
                        RESOURCES.resolve("make_pretrained.py").toString(),
                        work.resolve("made").toString(),
                        Long.toString(seed),
                        "100")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile())
                .start();
        boolean ended = process.waitFor(20, TimeUnit.MINUTES);
        process.destroyForcibly();
        assumeTrue(
                !ended
                        || process.exitValue() == 0
                        || !Files.readString(work.resolve("log")).contains("ModuleNotFoundError"),
                "skipped: no Python with transformers, tokenizers and sentencepiece (EMOTION_PYTHON names one)");
        assertThat(process.exitValue()).as(work.resolve("log").toString()).isZero();
        for (Path base : folders(work.resolve("made"))) {
            assertThat(AutoTokenizerCases.in(base).check(work))
                    .as("seed " + seed)
                    .isPositive();
        }
    }

    private static List<Path> folders(Path of) throws IOException {
        try (Stream<Path> all = Files.list(of)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }
}
