package io.github.emotion4j.data.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.data.hub.HubException.Kind;
import io.github.emotion4j.data.hub.HubUploader.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubUploaderTest {
    private static final HubId TARGET = HubId.model(FakeUploads.NAME);
    private static final byte[] WEIGHTS = new byte[250_001];

    static {
        new Random(7).nextBytes(WEIGHTS);
    }

    @TempDir
    private Path folder;

    @TempDir
    private Path cache;

    private final FakeHub hub = new FakeHub();
    private final FakeUploads uploads = new FakeUploads(hub);

    @BeforeEach
    void model() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\":\"bert\"}");
        Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\nGefühl\n");
        Files.writeString(folder.resolve("README.md"), "---\nlicense: mit\n---\n");
        Files.write(folder.resolve("model.safetensors"), WEIGHTS);
        Files.createDirectories(folder.resolve("onnx"));
        Files.write(folder.resolve("onnx/model.onnx"), new byte[1500]);
        Files.createFile(folder.resolve("empty.txt"));
        Files.writeString(folder.resolve("training.log"), "ignored by the hub");
        Files.writeString(folder.resolve(".DS_Store"), "x");
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/config"), "x");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void publishes_a_folder_that_can_be_fetched_again() throws IOException {
        Map<String, Long> progress = new ConcurrentHashMap<>();

        var published = uploader()
                .push(folder, TARGET, new Options(true, "First"), (file, done, total) -> progress.put(file, done));

        assertThat(published.url()).hasToString(hub.endpoint() + "/org/new");
        assertThat(published.commit()).isEqualTo(FakeUploads.PUSHED);
        assertThat(published.changed())
                .containsExactly(
                        "README.md", "config.json", "empty.txt", "model.safetensors", "onnx/model.onnx", "vocab.txt");
        assertThat(uploads.commitKeys)
                .containsExactly("header:First", "file", "file", "file", "lfsFile", "lfsFile", "file");
        assertThat(uploads.creations).singleElement().satisfies(request -> {
            assertThat(request.get("type").getAsString()).isEqualTo("model");
            assertThat(request.get("name").getAsString()).isEqualTo("new");
            assertThat(request.get("private").getAsBoolean()).isTrue();
        });
        assertThat(uploads.verified).hasSize(2);
        assertThat(progress).containsEntry("model.safetensors", (long) WEIGHTS.length);

        assertThat(hub.repositories.get(FakeUploads.NAME).get("model.safetensors"))
                .isEqualTo(WEIGHTS);
        assertThat(hub.repositories.get(FakeUploads.NAME).get("vocab.txt"))
                .isEqualTo(Files.readAllBytes(folder.resolve("vocab.txt")));
        assertThat(hub.repositories.get(FakeUploads.NAME)).doesNotContainKeys(".DS_Store", "training.log");
    }

    @Test
    void sends_large_files_in_the_parts_that_the_hub_asks_for() throws IOException {
        uploads.chunk = 100_000;

        uploader().push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT);

        assertThat(hub.repositories.get(FakeUploads.NAME).get("model.safetensors"))
                .isEqualTo(WEIGHTS);
        assertThat(hub.requests("PUT", true)).hasSize(3 + 1);
    }

    @Test
    void repeats_a_part_that_the_storage_did_not_take() throws IOException {
        uploads.chunk = 100_000;
        uploads.failingPuts = 2;

        uploader().push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT);

        assertThat(hub.repositories.get(FakeUploads.NAME).get("model.safetensors"))
                .isEqualTo(WEIGHTS);
    }

    @Test
    void commits_nothing_when_nothing_is_new_and_only_what_is() throws IOException {
        uploader().push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT);
        uploads.commitKeys.clear();

        var again = uploader().push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT);
        assertThat(again.changed()).isEmpty();
        assertThat(again.commit()).isEqualTo(FakeUploads.PUSHED);
        assertThat(uploads.commitKeys).isEmpty();

        Files.writeString(folder.resolve("config.json"), "{}");
        assertThat(uploader()
                        .push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT)
                        .changed())
                .containsExactly("config.json");
        assertThat(uploads.commitKeys).containsExactly("header:Upload model", "file");
    }

    @Test
    void does_not_send_what_the_storage_has() throws IOException {
        uploads.storage.put(FakeHub.sha256(WEIGHTS), WEIGHTS);

        uploader().push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT);

        assertThat(hub.requests("PUT", true)).hasSize(1); // the ONNX file alone
    }

    @Test
    void publishes_what_was_fetched_links_and_all() throws IOException {
        hub.file("org/tiny", "config.json", "{}")
                .file("org/tiny", "vocab.txt", "a")
                .file("org/tiny", "model.safetensors", WEIGHTS);
        var fetched =
                new HubClient(hub.settings(cache)).model(HubId.model("org/tiny"), plan -> {}, ProgressListener.SILENT);

        var published = uploader().push(fetched, TARGET, Options.DEFAULT, ProgressListener.SILENT);

        assertThat(published.changed()).containsExactly("config.json", "model.safetensors", "vocab.txt");
    }

    @Test
    void never_publishes_into_a_public_repository_what_was_meant_to_be_private() throws IOException {
        uploader().push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT);
        uploads.commitKeys.clear();

        assertFails(
                        () -> uploader().push(folder, TARGET, new Options(true, "x"), ProgressListener.SILENT),
                        Kind.REFUSED)
                .hasMessageContaining("exists and is public");
        assertThat(uploads.commitKeys).isEmpty();
    }

    @Test
    void says_which_token_is_needed() {
        assertFails(
                        () -> new HubUploader(hub.settings(cache))
                                .push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT),
                        Kind.UNAUTHORIZED)
                .hasMessageContaining("HF_TOKEN");
        assertThat(hub.seen).isEmpty();

        assertFails(
                        () -> new HubUploader(hub.settings(cache).withToken("hf_old"))
                                .push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT),
                        Kind.UNAUTHORIZED)
                .hasMessageContaining("does not accept the token");
        assertFails(
                        () -> uploader()
                                .push(folder, HubId.model("others/new"), Options.DEFAULT, ProgressListener.SILENT),
                        Kind.FORBIDDEN)
                .hasMessageContaining("no right to create under this namespace");
    }

    @Test
    void shows_why_the_hub_refuses_a_commit_and_does_not_repeat_it() {
        uploads.commitStatus = 400;

        assertFails(() -> uploader().push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT), Kind.REFUSED)
                .hasMessageContaining("Invalid metadata in README.md");

        uploads.commitStatus = 500;
        hub.seen.clear();
        assertFails(
                () -> uploader().push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT), Kind.SERVER_FAILED);
        assertThat(hub.seen)
                .filteredOn(request -> request.path().contains("/commit/"))
                .hasSize(1);
    }

    @Test
    void wants_a_folder_with_files() throws IOException {
        assertThatThrownBy(() -> uploader()
                        .push(folder.resolve("config.json"), TARGET, Options.DEFAULT, ProgressListener.SILENT))
                .isInstanceOf(NotDirectoryException.class);
        var empty = Files.createDirectory(cache.resolve("empty"));
        assertThatThrownBy(() -> uploader().push(empty, TARGET, Options.DEFAULT, ProgressListener.SILENT))
                .hasMessageContaining("holds no files");
        var offline = new HubUploader(hub.settings(cache).withOffline(true));
        assertFails(() -> offline.push(folder, TARGET, Options.DEFAULT, ProgressListener.SILENT), Kind.OFFLINE);
    }

    private HubUploader uploader() {
        return new HubUploader(hub.settings(cache).withToken("hf_write"));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(ThrowingCallable call, Kind kind) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
