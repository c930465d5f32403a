package io.github.emotion4j.data.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose main branch has nothing but PyTorch's weights, with and without a conversion that waits in a pull request. */
class ConversionsTest {
    private static final HubId MODEL = HubId.model("org/old");
    private static final String OPEN = """
            {"num": %d, "title": "Adding `safetensors` variant of this model", "status": "%s", "isPullRequest": %s,
             "author": {"name": "%s", "type": "user"}, "createdAt": "2023-03-16T21:14:05.000Z",
             "repo": {"name": "org/old", "type": "model"}}""";
    private static final byte[] TORCH = random(3000, 1);
    private static final byte[] CONVERTED = random(2900, 2);

    @TempDir
    private Path cache;

    private FakeHub hub;

    @BeforeEach
    void start() {
        hub = new FakeHub();
        repository("org/old").file("org/old", "README.md", "# corrected on main since");
        repository("org/old@refs/pr/2").file("org/old@refs/pr/2", "model.safetensors", CONVERTED);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private FakeHub repository(String name) {
        return hub.file(name, "config.json", "{\"model_type\":\"bert\"}")
                .file(name, "vocab.txt", "[PAD]\n[UNK]\n")
                .file(name, "pytorch_model.bin", TORCH);
    }

    @Test
    void the_bots_open_conversion_is_taken_and_that_is_said() throws IOException {
        discussions(OPEN.formatted(2, "open", true, "SFconvertbot"));
        var said = new ArrayList<String>();

        var folder = client().model(MODEL, plan -> said.add(plan.describe()), ProgressListener.SILENT);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(CONVERTED);
        assertThat(folder.resolve("config.json")).hasContent("{\"model_type\":\"bert\"}");
        assertThat(folder.resolve("pytorch_model.bin")).doesNotExist();
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("org/old@refs/pr/2 (commit ")
                .endsWith(
                        "; main has no safetensors, this is the open pull request of SFconvertbot with the same weights"
                                + " converted");
        assertThat(hub.seen.get(1).path())
                .isEqualTo("/api/models/org/old/discussions?type=pull_request&status=open&author=SFconvertbot");
        // as Python's huggingface_hub stores that revision
        assertThat(cache.resolve("models--org--old/refs/refs/pr/2")).hasContent(FakeHub.commitOf("org/old@refs/pr/2"));
        assertThat(cache.resolve("models--org--old/refs/main")).doesNotExist();
    }

    @Test
    void what_was_taken_is_found_again_without_the_network() throws IOException {
        discussions(OPEN.formatted(2, "open", true, "SFconvertbot"));
        var first = client().model(MODEL, plan -> {}, ProgressListener.SILENT);
        hub.seen.clear();

        assertThat(client().model(MODEL, plan -> assertThat(plan).isNull(), ProgressListener.SILENT))
                .isEqualTo(first);
        assertThat(hub.seen).isEmpty();
        assertThat(client().localModel(MODEL)).contains(first);
        assertThat(client().localModel(HubId.model("org/old@v1"))).isEmpty();

        Files.delete(first.resolve("vocab.txt"));
        assertThat(client().localModel(MODEL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "open, true, mallory", // anybody may open a pull request
        "closed, true, SFconvertbot",
        "open, false, SFconvertbot",
        "draft, true, SFconvertbot",
    })
    void no_other_pull_request_is_taken(String status, boolean isPullRequest, String author) throws IOException {
        discussions(OPEN.formatted(2, status, isPullRequest, author));

        assertTakesPyTorchs();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "config.json", "vocab.txt", "tokenizer_config.json"})
    void a_conversion_of_other_files_than_mains_is_not_taken(String changedOnMain) throws IOException {
        discussions(OPEN.formatted(2, "open", true, "SFconvertbot"));
        hub.file("org/old", changedOnMain, random(3000, 3));

        var folder = client().model(MODEL, plan -> assertThat(plan.asked()).isEmpty(), ProgressListener.SILENT);

        assertThat(folder.resolve("pytorch_model.bin")).exists();
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
    }

    @Test
    void the_latest_conversion_that_fits_is_taken() throws IOException {
        discussions(
                OPEN.formatted(2, "open", true, "SFconvertbot"),
                OPEN.formatted(7, "open", true, "SFconvertbot"),
                OPEN.formatted(5, "open", true, "SFconvertbot"));
        repository("org/old@refs/pr/7").file("org/old@refs/pr/7", "config.json", "{\"model_type\":\"other\"}");
        repository("org/old@refs/pr/5").file("org/old@refs/pr/5", "model.safetensors", random(2900, 5));

        assertThat(client().planModel(MODEL).id()).isEqualTo(MODEL.at("refs/pr/5"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 500})
    void a_hub_that_does_not_tell_of_pull_requests_is_no_obstacle(int status) throws IOException {
        hub.handle("/api/models/org/old/discussions", exchange -> exchange.sendResponseHeaders(status, -1), false);

        assertTakesPyTorchs();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"discussions\":[{}]}", "{\"discussions\":[{\"num\":1}]}", "<html>"})
    void an_answer_in_another_form_is_no_obstacle(String answer) throws IOException {
        answering(answer);

        assertTakesPyTorchs();
    }

    @Test
    void a_deleted_author_is_nobody() throws IOException {
        answering("{\"discussions\":[{\"num\":2,\"status\":\"open\",\"isPullRequest\":true}]}");

        assertTakesPyTorchs();
    }

    @Test
    void nobody_is_asked_where_main_has_safetensors_or_no_pytorch_or_is_not_meant() throws IOException {
        repository("org/new").file("org/new", "model.safetensors", CONVERTED);
        assertThat(client().planModel(HubId.model("org/new")).asked()).isEmpty();
        hub.file("org/onnx", "config.json", "{}")
                .file("org/onnx", "vocab.txt", "")
                .file("org/onnx", "model.onnx", "x");
        assertThat(client().planModel(HubId.model("org/onnx")).asked()).isEmpty();
        repository("org/old@v1");
        assertThat(client().planModel(HubId.model("org/old@v1")).asked()).isEmpty();

        assertThat(hub.seen).noneMatch(request -> request.path().contains("discussions"));
    }

    private void assertTakesPyTorchs() throws IOException {
        var folder = client().model(
                        MODEL,
                        plan -> {
                            assertThat(plan.asked()).isEmpty();
                            assertThat(plan.describe()).doesNotContain("safetensors");
                        },
                        ProgressListener.SILENT);
        assertThat(folder.resolve("pytorch_model.bin")).hasBinaryContent(TORCH);
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
        assertThat(hub.seen).anyMatch(request -> request.path().contains("/discussions?"));
    }

    private void discussions(String... all) {
        answering("{\"discussions\": [" + String.join(",", all) + "], \"count\": " + all.length + ", \"start\": 0}");
    }

    private void answering(String answer) {
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        hub.handle(
                "/api/models/org/old/discussions",
                exchange -> {
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                },
                false);
    }

    private HubClient client() {
        return new HubClient(hub.settings(cache));
    }

    private static byte[] random(int size, long seed) {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
