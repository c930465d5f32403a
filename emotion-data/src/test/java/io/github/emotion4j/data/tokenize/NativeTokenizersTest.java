package io.github.emotion4j.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading in fresh JVMs, each of which has never seen the library. */
class NativeTokenizersTest {

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void writeVocabulary() throws IOException {
        model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\njoy\n");
    }

    @Test
    void processes_that_start_together_share_one_cached_library() throws Exception {
        Path cache = folder.resolve("cache");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(cache, i));
        }
        for (int i = 0; i < 3; i++) {
            assertLoaded(processes.get(i), i);
        }
        try (var files = Files.walk(cache)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void a_library_that_was_cut_short_is_replaced() throws Exception {
        Path cache = folder.resolve("cache");
        assertLoaded(start(cache, 0), 0);
        Path library;
        try (var files = Files.walk(cache)) {
            library = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        long size = Files.size(library);
        Files.write(library, new byte[100]);
        assertLoaded(start(cache, 1), 1);
        assertThat(library).hasSize(size);
    }

    @Test
    void a_cache_that_cannot_be_written_is_no_obstacle() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        assertLoaded(start(notAFolder.resolve("cache"), 0), 0);
    }

    /** A native library belongs to one class loader: the second one needs a copy, as when a web application is deployed anew. */
    @Test
    void two_class_loaders_of_one_jvm_can_both_load_it() throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (IOException e) {
                        throw new IllegalArgumentException(e);
                    }
                })
                .toArray(URL[]::new);
        for (int i = 0; i < 2; i++) {
            try (var loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
                Class<?> tokenizer = loader.loadClass(SubwordTokenizer.class.getName());
                assertThat(tokenizer).isNotEqualTo(SubwordTokenizer.class);
                var loaded =
                        (AutoCloseable) tokenizer.getMethod("load", Path.class).invoke(null, model);
                assertThat(tokenizer.getMethod("vocabularySize").invoke(loaded)).isEqualTo(5);
                loaded.close();
            }
        }
    }

    private Process start(Path cache, int number) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + NativeTokenizers.CACHE_PROPERTY + "=" + cache,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Work.class.getName(),
                        model.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output" + number).toFile())
                .start();
    }

    private void assertLoaded(Process process, int number) throws Exception {
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder.resolve("output" + number)).content().isEqualToIgnoringWhitespace("[2, 4, 3]");
    }

    /** What runs in the other JVMs. */
    static final class Work {

        private Work() {}

        public static void main(String[] arguments) throws IOException {
            try (var tokenizer = SubwordTokenizer.load(Path.of(arguments[0]))) {
                System.out.println(Arrays.toString(tokenizer.encode("joy").ids()));
            }
        }
    }
}
