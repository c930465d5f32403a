package io.github.emotion4j.data.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.data.hub.FakeHub.Fault;
import io.github.emotion4j.data.hub.HubException.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubClientTest {
    private static final HubId MODEL = HubId.model("org/tiny");
    private static final byte[] WEIGHTS = random(300_000);

    @TempDir
    private Path cache;

    private FakeHub hub;

    @BeforeEach
    void start() {
        hub = new FakeHub()
                .file("org/tiny", "config.json", "{\"model_type\":\"distilbert\"}")
                .file("org/tiny", "tokenizer.json", "{}")
                .file("org/tiny", "README.md", "# tiny")
                .file("org/tiny", "pytorch_model.bin", random(2000))
                .file("org/tiny", "onnx/model.onnx", random(3000))
                .file("org/tiny", "model.safetensors", WEIGHTS);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void fetches_what_a_model_needs_and_nothing_else() throws IOException {
        var announced = new ArrayList<DownloadPlan>();

        var folder = client().model(MODEL, announced::add, ProgressListener.SILENT);

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("config.json", "tokenizer.json", "model.safetensors");
        }
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(announced).singleElement().satisfies(plan -> {
            assertThat(plan.bytesToFetch()).isEqualTo(WEIGHTS.length + 27 + 2);
            assertThat(plan.describe())
                    .startsWith("org/tiny (commit 01234567, licence unknown): 3 files, 300.0 kB, into ");
        });
    }

    @Test
    void stores_blobs_by_etag_and_links_them_relatively() throws IOException {
        var folder = client().model(MODEL, plan -> {}, ProgressListener.SILENT);

        var repository = cache.resolve("models--org--tiny");
        assertThat(folder).isEqualTo(repository.resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(repository.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.sha256(WEIGHTS)));
        assertThat(Files.readSymbolicLink(folder.resolve("tokenizer.json")))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.gitBlob("{}".getBytes(StandardCharsets.UTF_8))));
        assertThat(cache.resolve(".locks/models--org--tiny/" + FakeHub.sha256(WEIGHTS) + ".lock"))
                .exists();
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void asks_nobody_when_the_model_is_there() throws IOException {
        var first = client().model(MODEL, plan -> {}, ProgressListener.SILENT);
        hub.seen.clear();

        var second = client().model(MODEL, plan -> assertThat(plan).isNull(), ProgressListener.SILENT);

        assertThat(second).isEqualTo(first);
        assertThat(hub.seen).isEmpty();
    }

    @Test
    void fetches_only_the_missing_files() throws IOException {
        var folder = client().model(MODEL, plan -> {}, ProgressListener.SILENT);
        Files.delete(folder.resolve("tokenizer.json"));
        hub.seen.clear();

        assertThat(client().localModel(MODEL)).isEmpty();
        client().model(MODEL, plan -> assertThat(plan.missing()).hasSize(1), ProgressListener.SILENT);

        assertThat(folder.resolve("tokenizer.json")).hasContent("{}");
        assertThat(hub.requests("GET", true)).isEmpty();
    }

    @Test
    void sends_the_token_to_the_hub_and_never_to_the_cdn() throws IOException {
        new HubClient(hub.settings(cache).withToken("hf_secret")).model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(hub.requests("GET", false))
                .isNotEmpty()
                .allSatisfy(
                        request -> assertThat(request.header("Authorization")).contains("Bearer hf_secret"));
        assertThat(hub.requests("GET", true))
                .isNotEmpty()
                .allSatisfy(
                        request -> assertThat(request.header("Authorization")).isEmpty());
    }

    @Test
    void goes_on_by_range_where_the_connection_broke() throws IOException {
        hub.failing("GET /[0-9a-f]{64}", Fault.cutAfter(100_000), Fault.cutAfter(50_000));

        var folder = client().model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        var ranges = hub.requests("GET", true).stream()
                .map(request -> request.header("Range").orElse("-"))
                .toList();
        assertThat(ranges).containsExactly("-", "bytes=100000-", "bytes=150000-");
    }

    @Test
    void goes_on_in_a_later_call_where_an_earlier_one_gave_up() throws IOException {
        hub.faults = request ->
                request.cdn() ? Fault.cutAfter(request.header("Range").isEmpty() ? 120_000 : 0) : null;
        assertFails(() -> client().model(MODEL, plan -> {}, ProgressListener.SILENT), Kind.SERVER_FAILED)
                .hasMessageContaining("broke off")
                .hasMessageContaining("kept");
        hub.faults = request -> null;
        assertThat(unfinished()).hasSize(1);
        assertThat(client().localModel(MODEL)).isEmpty();
        hub.seen.clear();

        var folder = client().model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(hub.requests("GET", true).get(0).header("Range")).contains("bytes=120000-");
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void starts_again_where_the_server_does_not_know_ranges() throws IOException {
        hub.failing("GET /[0-9a-f]{64}", Fault.cutAfter(100_000), Fault.deaf());
        var done = new CopyOnWriteArrayList<Long>();

        var folder = client().model(MODEL, plan -> {}, (file, bytes, total) -> {
            if (file.equals("model.safetensors")) {
                done.add(bytes);
            }
        });

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(done).contains(100_000L).endsWith((long) WEIGHTS.length);
        assertThat(done).isNotEqualTo(done.stream().sorted().toList());
    }

    @Test
    void takes_no_range_that_begins_elsewhere() throws IOException {
        // given a server that answers 206 with the wrong part, once
        hub.failing(
                "GET /[0-9a-f]{64}",
                Fault.cutAfter(100_000),
                Fault.status(206, "Content-Range", "bytes 5-24/" + WEIGHTS.length));

        var folder = client().model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void fetches_again_when_the_hash_is_wrong_once() throws IOException {
        hub.failing("GET /[0-9a-f]{64}", Fault.corruptBody());

        var folder = client().model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void never_stores_bytes_of_another_hash() throws IOException {
        hub.failing("GET /[0-9a-f]{64}", Fault.corruptBody(), Fault.corruptBody());

        assertFails(() -> client().model(MODEL, plan -> {}, ProgressListener.SILENT), Kind.DAMAGED)
                .hasMessageContaining("its SHA256 is not " + FakeHub.sha256(WEIGHTS));

        assertThat(cache.resolve("models--org--tiny/blobs/" + FakeHub.sha256(WEIGHTS)))
                .doesNotExist();
        assertThat(unfinished()).isEmpty();
    }

    @Test
    void checks_small_files_by_their_git_hash() {
        hub.failing("GET .*config.json", Fault.corruptBody(), Fault.corruptBody());

        assertFails(() -> client().model(MODEL, plan -> {}, ProgressListener.SILENT), Kind.DAMAGED)
                .hasMessageContaining("config.json")
                .hasMessageContaining("GIT_BLOB");
    }

    @Test
    void finishes_from_a_partial_file_that_a_power_cut_has_filled_with_zeros() throws IOException {
        var unfinished = cache.resolve("models--org--tiny/blobs/" + FakeHub.sha256(WEIGHTS) + ".emotion.incomplete");
        Files.createDirectories(unfinished.getParent());
        Files.write(unfinished, new byte[90_000]);

        var folder = client().model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void waits_as_long_as_the_server_asks() throws IOException {
        hub.failing("GET /api/", Fault.status(429, "Retry-After", "1"));
        long start = System.nanoTime();

        client().model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void does_not_wait_for_hours() {
        hub.failing("GET /api/", Fault.status(429, "Retry-After", "7200"));

        assertFails(() -> client().planModel(MODEL), Kind.RATE_LIMITED).hasMessageContaining("Wait 7200 s");
        assertThat(hub.seen).hasSize(1);
    }

    @Test
    void repeats_after_server_errors_and_then_gives_up() {
        hub.failing("GET /api/", Fault.status(500), Fault.status(502), Fault.status(503), Fault.status(504));

        assertFails(() -> client().planModel(MODEL), Kind.SERVER_FAILED).hasMessageContaining("answered 504");
        assertThat(hub.seen).hasSize(4);
    }

    @Test
    void gets_a_new_address_when_the_cdn_refuses_an_old_one() throws IOException {
        hub.failing("GET /[0-9a-f]{64}", Fault.status(403));

        client().model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(hub.requests("GET", true)).hasSize(2);
    }

    @Test
    void gives_up_on_a_server_that_falls_silent_and_goes_on_with_the_rest() throws IOException {
        hub.failing("GET /[0-9a-f]{64}", Fault.stallAfter(100_000, Duration.ofSeconds(20)));
        var impatient = new HubClient(hub.settings(cache).withReadTimeout(Duration.ofMillis(400)));

        var folder = impatient.model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(hub.requests("GET", true).get(1).header("Range")).contains("bytes=100000-");
    }

    @Test
    void waits_for_a_slow_server() throws IOException {
        hub.pausePerPiece = Duration.ofMillis(60); // slower in all than the timeout, never silent for as long
        var client = new HubClient(hub.settings(cache).withReadTimeout(Duration.ofMillis(700)));

        assertThat(client.model(MODEL, plan -> {}, ProgressListener.SILENT).resolve("model.safetensors"))
                .hasBinaryContent(WEIGHTS);
    }

    @Test
    void says_what_to_do_when_the_hub_refuses() {
        var gated = Fault.status(403, "X-Error-Code", "GatedRepo", "X-Error-Message", "Access is restricted");
        hub.failing("GET /api/", gated, Fault.status(401), Fault.status(403), Fault.status(404));

        assertFails(() -> client().planModel(MODEL), Kind.GATED)
                .hasMessageContaining(hub.endpoint() + "/org/tiny")
                .hasMessageContaining("HF_TOKEN")
                .hasMessageContaining("Access is restricted");
        assertFails(() -> client().planModel(MODEL), Kind.UNAUTHORIZED).hasMessageContaining("HF_TOKEN");
        assertFails(() -> client().planModel(MODEL), Kind.FORBIDDEN).hasMessageContaining("HF_TOKEN");
        assertFails(() -> client().planModel(MODEL), Kind.REPOSITORY_NOT_FOUND)
                .hasMessageContaining("Correct the name");
        assertThat(hub.seen).hasSize(4); // none of these gets better by repeating
    }

    @Test
    void tells_a_missing_repository_from_a_missing_revision_and_a_missing_file() {
        assertFails(() -> client().planModel(HubId.model("org/none")), Kind.REPOSITORY_NOT_FOUND);
        assertFails(() -> client().planModel(HubId.model("org/tiny@v9")), Kind.REVISION_NOT_FOUND);
        assertFails(() -> client().file(MODEL, "nothing.txt", ProgressListener.SILENT), Kind.FILE_NOT_FOUND);
    }

    @Test
    void names_the_weights_that_cannot_be_read() {
        hub.file("org/keras", "config.json", "{}").file("org/keras", "tf_model.h5", random(2000));

        assertFails(() -> client().planModel(HubId.model("org/keras")), Kind.FILE_NOT_FOUND)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("pytorch_model.bin")
                .hasMessageContaining("found tf_model.h5");
    }

    @Test
    void says_that_there_is_no_network() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        var nowhere = hub.settings(cache);
        var client = new HubClient(
                HubSettings.of(URI.create("http://localhost:" + port), cache).withRetries(nowhere.retries()));

        assertFails(() -> client.planModel(MODEL), Kind.UNREACHABLE).hasMessageContaining("localhost:" + port);
        var noSuchHost = new HubClient(
                HubSettings.of(URI.create("http://hub.invalid"), cache).withRetries(nowhere.retries()));
        assertFails(() -> noSuchHost.planModel(MODEL), Kind.UNREACHABLE)
                .hasMessageContaining("no network, or no such host: hub.invalid");
    }

    @Test
    void stays_silent_when_offline_and_uses_what_is_stored() throws IOException {
        var offline = new HubClient(hub.settings(cache).withOffline(true));
        assertFails(() -> offline.model(MODEL, plan -> {}, ProgressListener.SILENT), Kind.OFFLINE)
                .hasMessageContaining("HF_HUB_OFFLINE");
        assertThat(hub.seen).isEmpty();

        var folder = client().model(MODEL, plan -> {}, ProgressListener.SILENT);

        assertThat(offline.model(MODEL, plan -> {}, ProgressListener.SILENT)).isEqualTo(folder);
    }

    @Test
    void fetches_nothing_when_the_announcement_is_refused() {
        assertThatThrownBy(() -> client().model(
                                MODEL,
                                plan -> {
                                    throw new IllegalStateException("too large");
                                },
                                ProgressListener.SILENT))
                .hasMessage("too large");

        assertThat(hub.requests("GET", true)).isEmpty();
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void never_takes_file_names_that_lead_out_of_the_store() throws IOException {
        var id = HubId.model("org/evil");
        for (var name :
                List.of("../../evil.json", "/etc/evil.json", "a/../../evil", "..\\evil", "C:evil", "a//b", "a\0b")) {
            hub.repositories.remove("org/evil");
            hub.file("org/evil", "config.json", "{}").file("org/evil", name, "{}");

            assertThat(client().list(id).files()).extracting(RepoFile::path).containsExactly("config.json");
            assertThatThrownBy(() -> client().file(id, name, ProgressListener.SILENT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a file name inside a repository");
        }
    }

    @Test
    void refuses_etags_that_lead_out_of_the_store() {
        hub.failing("HEAD .*config.json", Fault.status(200, "ETag", "\"../../../evil\""));

        assertFails(() -> client().model(MODEL, plan -> {}, ProgressListener.SILENT), Kind.UNEXPECTED_ANSWER)
                .hasMessageContaining("etag");
    }

    @Test
    void refuses_an_answer_that_is_no_listing() {
        hub.failing("GET /api/", Fault.status(200));

        assertFails(() -> client().planModel(MODEL), Kind.UNEXPECTED_ANSWER).hasMessageContaining("HF_ENDPOINT");
    }

    @Test
    void stops_in_a_circle_of_redirects() {
        hub.faults =
                request -> request.path().startsWith("/api") ? Fault.status(307, "Location", request.path()) : null;

        assertFails(() -> client().planModel(MODEL), Kind.UNEXPECTED_ANSWER).hasMessageContaining("circle");
    }

    @Test
    void says_that_the_disk_is_too_small_before_fetching() {
        var size = Long.toString(1L << 59);
        hub.failing(
                "HEAD .*safetensors",
                Fault.status(
                        302,
                        "Location",
                        hub.cdnAddress() + "/x",
                        "X-Linked-Etag",
                        FakeHub.sha256(WEIGHTS),
                        "X-Linked-Size",
                        size));

        assertFails(() -> client().model(MODEL, plan -> {}, ProgressListener.SILENT), Kind.DISK_FULL)
                .hasMessageContaining("HF_HOME")
                .hasMessageContaining("576.5 PB");
        assertThat(hub.requests("GET", true)).isEmpty();
    }

    @Test
    void keeps_what_has_arrived_when_the_disk_fills_up() throws IOException {
        var full = new HubClient(hub.settings(cache), path -> new FullDisk(BlobStorage.DISK.open(path), 110_000));

        assertFails(() -> full.model(MODEL, plan -> {}, ProgressListener.SILENT), Kind.DISK_FULL)
                .hasMessageContaining("no space left")
                .hasMessageContaining("free some");
        assertThat(unfinished())
                .anySatisfy(file -> assertThat(file.getFileName().toString()).startsWith(FakeHub.sha256(WEIGHTS)));
        assertThat(client().localModel(MODEL)).isEmpty();

        var folder = client().model(MODEL, plan -> {}, ProgressListener.SILENT);
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(hub.requests("GET", true))
                .last()
                .satisfies(request -> assertThat(request.header("Range")).isPresent());
    }

    @Test
    void two_clients_fetch_a_blob_once() throws Exception {
        hub.pausePerPiece = Duration.ofMillis(10);
        var failures = new CopyOnWriteArrayList<Throwable>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                try {
                    client().model(MODEL, plan -> {}, ProgressListener.SILENT);
                } catch (IOException | RuntimeException e) {
                    failures.add(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(hub.requests("GET", true)).hasSize(1);
    }

    @Test
    void an_interrupted_thread_stops_and_keeps_what_has_arrived() throws Exception {
        hub.pausePerPiece = Duration.ofMillis(50);
        var failures = new CopyOnWriteArrayList<Throwable>();
        var started = new java.util.concurrent.CountDownLatch(1);
        var thread = new Thread(() -> {
            try {
                client().model(MODEL, plan -> {}, (file, done, total) -> {
                    if (file.endsWith("safetensors") && done > 0) {
                        started.countDown();
                    }
                });
            } catch (IOException e) {
                failures.add(e);
            }
        });
        thread.start();
        started.await();
        thread.interrupt();
        thread.join(5000);

        assertThat(failures).singleElement().isInstanceOf(java.io.InterruptedIOException.class);
        assertThat(unfinished())
                .anySatisfy(file -> assertThat(file.getFileName().toString()).startsWith(FakeHub.sha256(WEIGHTS)));
    }

    @Test
    void lists_and_removes_what_is_stored() throws IOException {
        client().model(MODEL, plan -> {}, ProgressListener.SILENT);
        var store = client().cache();
        assertThat(store.list()).singleElement().satisfies(stored -> {
            assertThat(stored.id()).isEqualTo(MODEL);
            assertThat(stored.commits()).containsExactly(FakeHub.COMMIT);
            assertThat(stored.bytes()).isEqualTo(WEIGHTS.length + 27 + 2);
        });

        assertThat(store.remove(MODEL)).hasValue(WEIGHTS.length + 27 + 2);

        assertThat(store.list()).isEmpty();
        assertThat(client().localModel(MODEL)).isEmpty();
        assertThat(store.remove(MODEL)).isEmpty();
    }

    @Test
    void fetches_a_split_of_a_data_set() throws IOException {
        var id = HubId.dataset("org/tweets");
        hub.file("datasets/org/tweets", "split/train-00000-of-00002.parquet", random(1500))
                .file("datasets/org/tweets", "split/train-00001-of-00002.parquet", random(1600))
                .file("datasets/org/tweets", "split/test-00000-of-00001.parquet", random(1700))
                .file("datasets/org/tweets", "unsplit/train-00000-of-00001.parquet", random(1800));

        var train = client().dataset(id, Optional.empty(), "train", plan -> {}, ProgressListener.SILENT);

        assertThat(train)
                .extracting(path -> path.getFileName().toString())
                .containsExactly("train-00000-of-00002.parquet", "train-00001-of-00002.parquet");
        assertThat(train.get(1)).hasSize(1600);
        hub.seen.clear();
        assertThat(client().dataset(id, Optional.empty(), "train", plan -> {}, ProgressListener.SILENT))
                .isEqualTo(train);
        assertThat(hub.seen).isEmpty();
    }

    @Test
    void does_not_take_a_stored_configuration_for_the_default_one() throws IOException {
        var id = HubId.dataset("org/tweets");
        hub.file("datasets/org/tweets", "split/train.jsonl", "{}")
                .file("datasets/org/tweets", "split/test.jsonl", "{}")
                .file("datasets/org/tweets", "unsplit/train.jsonl", "{ }");
        client().dataset(id, Optional.of("unsplit"), "train", plan -> {}, ProgressListener.SILENT);

        assertThat(client().localDataset(id, Optional.empty(), "train")).isEmpty();
        assertThat(client().localDataset(id, Optional.of("unsplit"), "train")).isPresent();
    }

    @Test
    void takes_the_conversion_to_parquet_where_main_has_only_a_script() throws IOException {
        var id = HubId.dataset("org/scripted");
        hub.file("datasets/org/scripted", "scripted.py", "print()")
                .file("datasets/org/scripted@refs/convert/parquet", "default/validation/0000.parquet", random(700));

        var files = client().dataset(id, Optional.empty(), "dev", plan -> {}, ProgressListener.SILENT);

        assertThat(files).singleElement().satisfies(file -> assertThat(file).hasSize(700));
        assertThat(cache.resolve("datasets--org--scripted/refs/refs/convert/parquet"))
                .exists();
        assertFails(
                        () -> client().dataset(id, Optional.empty(), "test", plan -> {}, ProgressListener.SILENT),
                        Kind.FILE_NOT_FOUND)
                .hasMessageContaining("org/scripted");
    }

    private HubClient client() {
        return new HubClient(hub.settings(cache));
    }

    private List<Path> unfinished() throws IOException {
        try (var files = Files.walk(cache)) {
            return files.filter(file -> file.toString().endsWith(".incomplete")
                            || file.toString().endsWith(".tmp"))
                    .toList();
        }
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            ThrowingCallable call, Kind kind) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
