package io.github.emotion4j.data.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only other processes show: being killed, sharing a store, and sharing it with Python's huggingface_hub. */
class HubProcessesTest {
    private static final HubId MODEL = HubId.model("org/tiny");

    @TempDir
    private Path cache;

    @TempDir
    private Path outputs;

    private final FakeHub hub = new FakeHub();

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    @Tag("slow")
    void survives_being_killed_at_fifty_random_points() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var weights = model(4 << 20, seed);
        int resumed = 0;
        for (int round = 0; round < 50; round++) {
            // given a child that is killed after a random number of bytes
            var store = cache.resolve("round-" + round);
            hub.pausePerPiece = Duration.ofMillis(1);
            hub.cdnBytes.set(0);
            long point = (long) (random.nextDouble() * weights.length);
            var child = download(store);
            while (hub.cdnBytes.get() <= point && child.isAlive()) {
                Thread.onSpinWait();
            }
            child.destroyForcibly().waitFor(); // SIGKILL
            hub.pausePerPiece = Duration.ZERO;
            hub.seen.clear();

            // when
            var folder = new HubClient(hub.settings(store)).model(MODEL, plan -> {}, ProgressListener.SILENT);

            // then
            var message = "seed " + seed + ", round " + round + ", killed after " + point + " bytes";
            assertThat(FakeHub.sha256(Files.readAllBytes(folder.resolve("model.safetensors"))))
                    .as(message)
                    .isEqualTo(FakeHub.sha256(weights));
            assertThat(folder.resolve("config.json")).as(message).hasContent("{}");
            resumed += (int) hub.requests("GET", true).stream()
                    .filter(request -> request.header("Range").isPresent())
                    .count();
        }
        assertThat(resumed)
                .as("downloads that went on where the killed one was, seed %d", seed)
                .isGreaterThan(30);
    }

    @Test
    void two_processes_fetch_a_blob_once() throws Exception {
        var weights = model(2 << 20, 1);
        hub.pausePerPiece = Duration.ofMillis(5);
        var children = List.of(download(cache), download(cache), download(cache));

        for (var child : children) {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
        }

        assertThat(hub.requests("GET", true)).hasSize(1);
        var folder = new HubClient(hub.settings(cache)).localModel(MODEL).orElseThrow();
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void python_finds_what_was_stored_here() throws Exception {
        var python = python();
        model(5000, 2);
        var folder = new HubClient(hub.settings(cache)).model(MODEL, plan -> {}, ProgressListener.SILENT);

        var lines = run(python, """
                import sys
                from huggingface_hub import snapshot_download, try_to_load_from_cache, scan_cache_dir, hf_hub_download
                cache = sys.argv[1]
                print(snapshot_download('org/tiny', cache_dir=cache, local_files_only=True))
                print(try_to_load_from_cache('org/tiny', 'model.safetensors', cache_dir=cache))
                print(hf_hub_download('org/tiny', 'config.json', cache_dir=cache, local_files_only=True))
                info = scan_cache_dir(cache)
                print([(r.repo_id, r.nb_files, list(r.refs)) for r in info.repos], info.warnings)
                """);

        assertThat(lines)
                .containsExactly(
                        folder.toString(),
                        folder.resolve("model.safetensors").toString(),
                        folder.resolve("config.json").toString(),
                        "[('org/tiny', 3, ['main'])] []");
    }

    @Test
    void finds_what_python_stored() throws Exception {
        var python = python();
        var weights = model(5000, 3);
        run(python, """
                import sys
                from huggingface_hub import snapshot_download
                snapshot_download('org/tiny', cache_dir=sys.argv[1], endpoint=sys.argv[2])
                """);
        hub.seen.clear();

        var folder = new HubClient(hub.settings(cache)).model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(hub.seen).isEmpty();
    }

    @Test
    @Tag("slow")
    void says_that_a_real_disk_is_full_and_goes_on_when_it_is_not() throws Exception {
        var disk = Files.createDirectory(cache.resolve("disk"));
        assumeTrue(
                shell("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0,
                "skipped: a small tmpfs cannot be mounted here");
        try {
            var weights = model(3 << 20, 4);
            // Announced without a size, so that only the write itself can notice.
            hub.faults =
                    request -> request.method().equals("HEAD") && request.path().endsWith("safetensors")
                            ? FakeHub.Fault.status(
                                    302, "Location", hub.cdnAddress() + "/x", "X-Linked-Etag", FakeHub.sha256(weights))
                            : null;
            hub.withoutSizes = true;
            var client = new HubClient(hub.settings(disk));

            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    HubException.class, () -> client.model(MODEL, plan -> {}, ProgressListener.SILENT))
                            .kind())
                    .isEqualTo(HubException.Kind.DISK_FULL);
            assertThat(client.localModel(MODEL)).isEmpty();

            assertThat(shell("mount", "-o", "remount,size=16m", disk.toString()))
                    .isZero();
            var folder = client.model(MODEL, plan -> {}, ProgressListener.SILENT);
            assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        } finally {
            shell("umount", disk.toString());
        }
    }

    private byte[] model(int size, long seed) {
        var weights = new byte[size];
        new Random(seed).nextBytes(weights);
        hub.file("org/tiny", "config.json", "{}")
                .file("org/tiny", "vocab.txt", "[PAD]")
                .file("org/tiny", "model.safetensors", weights);
        return weights;
    }

    private Process download(Path store) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        hub.endpoint().toString(),
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The process that is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            var settings = HubSettings.of(URI.create(arguments[0]), Path.of(arguments[1]));
            new HubClient(settings).model(MODEL, plan -> {}, ProgressListener.SILENT);
        }
    }

    /** {@return a Python that has huggingface_hub: {@code EMOTION_PYTHON} or {@code python3}} */
    private static String python() throws Exception {
        var python = System.getenv().getOrDefault("EMOTION_PYTHON", "python3");
        boolean there;
        try {
            there = shell(python, "-c", "import huggingface_hub") == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "skipped: no Python with huggingface_hub (EMOTION_PYTHON names one)");
        return python;
    }

    private List<String> run(String python, String script) throws Exception {
        var output = File.createTempFile("python", ".txt", outputs.toFile());
        var builder = new ProcessBuilder(
                        python, "-c", script, cache.toString(), hub.endpoint().toString())
                .redirectOutput(output);
        builder.environment().putAll(Map.of("HF_HUB_DISABLE_PROGRESS_BARS", "1", "HF_HUB_DISABLE_XET", "1"));
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        var errors = File.createTempFile("python", ".txt", outputs.toFile());
        assertThat(builder.redirectError(errors).start().waitFor())
                .as(() -> {
                    try {
                        return Files.readString(errors.toPath());
                    } catch (IOException e) {
                        return e.toString();
                    }
                })
                .isZero();
        return new ArrayList<>(Files.readAllLines(output.toPath(), StandardCharsets.UTF_8));
    }

    private static int shell(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
