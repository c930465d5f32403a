package io.github.emotion4j.data.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.hub.HubException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Publishes a folder as one commit of a repository of the hub, by its commit API: small files inside the commit, large ones by LFS before it. A failure
 * leaves no half commit, and what is there already is not sent again. Thread-safe.
 */
public final class HubUploader {
    private static final int PREUPLOAD_BATCH = 256;

    private final HubSettings settings;
    private final HubHttp http;

    /**
     * @param settings with a token that may write
     */
    public HubUploader(HubSettings settings) {
        this.settings = settings;
        this.http = new HubHttp(settings);
    }

    /**
     * How to publish.
     *
     * @param isPrivate whether a repository that is created is private; an existing public one is then refused
     * @param message the first line of the commit's message, not empty
     */
    public record Options(boolean isPrivate, String message) {
        /** Public, with a plain message. */
        public static final Options DEFAULT = new Options(false, "Upload model");

        public Options {
            if (message.isBlank()) {
                throw new IllegalArgumentException("the commit's message must not be empty");
            }
        }
    }

    /**
     * What came of it.
     *
     * @param url the repository's page
     * @param commit 40 hexadecimal digits; the commit before, where nothing was new
     * @param changed the paths of the files that were new or different
     */
    public record Published(URI url, String commit, List<String> changed) {
        public Published {
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(commit, "commit");
            changed = List.copyOf(changed);
        }
    }

    /**
     * Creates the repository where it does not exist, and commits the folder's files to the branch. Files that are only on the hub stay there. Hidden files
     * are left out. Uses the network.
     *
     * @param folder such as a model directory with its card
     * @param target the repository and the branch
     * @param listener told how large files come along
     * @return where it is now
     * @throws HubException where the token is missing or may not do this, or the hub cannot be reached or refuses the content
     * @throws IOException where the folder cannot be read or holds nothing
     */
    public Published push(Path folder, HubId target, Options options, ProgressListener listener) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        var files = UploadFile.of(folder);
        if (files.isEmpty()) {
            throw new IOException(folder + " holds no files; name a model directory");
        }
        if (settings.token().isEmpty() && !settings.offline()) {
            throw new HubException(
                    Kind.UNAUTHORIZED,
                    "publishing needs a token with the right to write: make one on https://huggingface.co/settings/tokens and set HF_TOKEN, "
                            + "or store it as Python's tools do (hf auth login)");
        }
        create(target, options);
        return commit(files, target, options, listener);
    }

    private void create(HubId target, Options options) throws IOException {
        int slash = target.name().indexOf('/');
        var body = new JsonObject();
        body.addProperty("type", target.type().singular());
        body.addProperty("name", target.name().substring(slash + 1));
        if (slash > 0) {
            body.addProperty("organization", target.name().substring(0, slash));
        }
        body.addProperty("private", options.isPrivate());
        var request = HubRequest.post(http.endpoint("/api/repos/create"), body.toString(), target, "")
                .expecting(409, 401, 403);
        HubException refusal = null;
        try (var answer = http.send(request)) {
            if (answer.status() < 400) {
                return;
            }
            if (answer.status() != 409) {
                // A token for this repository alone may not create any; it may be there already.
                refusal = Refusals.of(request, answer, answer.body().text(16 << 10), true);
            }
        }
        JsonObject existing;
        try {
            existing = info(target.at(HubId.MAIN));
        } catch (HubException e) {
            throw refusal == null ? e : refusal;
        }
        boolean isPublic = !existing.has("private") || !existing.get("private").getAsBoolean();
        if (options.isPrivate() && isPublic) {
            throw new HubException(
                    Kind.REFUSED,
                    target.name() + " exists and is public, where a private one was asked for. Nothing was published; "
                            + "make it private in its settings, or name another");
        }
    }

    private Published commit(List<UploadFile> files, HubId target, Options options, ProgressListener listener)
            throws IOException {
        var lines = new ArrayList<String>();
        lines.add(header(options.message()));
        var changed = new ArrayList<String>();
        Map<String, UploadFile> large = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i += PREUPLOAD_BATCH) {
            var batch = files.subList(i, Math.min(files.size(), i + PREUPLOAD_BATCH));
            var modes = preupload(batch, target);
            for (var file : batch) {
                var mode = modes.get(file.path());
                if (mode == null || mode.ignored()) {
                    continue;
                }
                // An empty file has no place in LFS storage.
                boolean lfs = mode.lfs() && file.size() > 0;
                var hash = lfs ? file.sha256() : file.gitBlob();
                if (hash.equals(mode.remoteHash())) {
                    continue;
                }
                if (lfs) {
                    large.put(hash, file);
                }
                lines.add(lfs ? lfsLine(file, hash) : fileLine(file));
                changed.add(file.path());
            }
        }
        if (changed.isEmpty()) {
            return new Published(page(target), info(target).get("sha").getAsString(), changed);
        }
        sendLarge(large, target, listener);
        var uri = http.endpoint(api(target) + "/commit/" + HubHttp.encode(target.revision()));
        var body = String.join("\n", lines) + "\n";
        var request = HubRequest.of("POST", uri, () -> HttpRequest.BodyPublishers.ofString(body), target, "")
                .with("Content-Type", "application/x-ndjson")
                .withPatience(Duration.ofMinutes(2))
                .once(); // were the answer lost, a second try would commit twice
        try (var answer = http.send(request)) {
            var json = answer.json().getAsJsonObject();
            return new Published(page(target), json.get("commitOid").getAsString(), changed);
        } catch (NullPointerException | IllegalStateException e) {
            throw malformed(target, e);
        }
    }

    private void sendLarge(Map<String, UploadFile> large, HubId target, ProgressListener listener) throws IOException {
        var transfer = new LfsTransfer(settings, http, target, listener);
        var batch = new LinkedHashMap<String, UploadFile>();
        for (var entry : large.entrySet()) {
            batch.put(entry.getKey(), entry.getValue());
            if (batch.size() == LfsTransfer.BATCH) {
                transfer.send(batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            transfer.send(batch);
        }
    }

    /**
     * How the hub wants a file.
     *
     * @param lfs by LFS, otherwise inside the commit
     * @param ignored by the repository's {@code .gitignore}
     * @param remoteHash of what is there under this path, or empty
     */
    private record Mode(boolean lfs, boolean ignored, String remoteHash) {}

    private Map<String, Mode> preupload(List<UploadFile> files, HubId target) throws IOException {
        var list = new JsonArray();
        for (var file : files) {
            var entry = new JsonObject();
            entry.addProperty("path", file.path());
            entry.addProperty("size", file.size());
            entry.addProperty("sample", file.sample());
            list.add(entry);
        }
        var body = new JsonObject();
        body.add("files", list);
        var uri = http.endpoint(api(target) + "/preupload/" + HubHttp.encode(target.revision()));
        try (var answer = http.send(HubRequest.post(uri, body.toString(), target, ""))) {
            var modes = new LinkedHashMap<String, Mode>();
            for (var element : answer.json().getAsJsonObject().getAsJsonArray("files")) {
                var file = element.getAsJsonObject();
                modes.put(
                        file.get("path").getAsString(),
                        new Mode(
                                file.get("uploadMode").getAsString().equals("lfs"),
                                file.has("shouldIgnore")
                                        && file.get("shouldIgnore").getAsBoolean(),
                                file.has("oid") && !file.get("oid").isJsonNull()
                                        ? file.get("oid").getAsString()
                                        : ""));
            }
            return modes;
        } catch (NullPointerException | IllegalStateException e) {
            throw malformed(target, e);
        }
    }

    private JsonObject info(HubId target) throws IOException {
        var uri = http.endpoint(api(target) + "/revision/" + HubHttp.encode(target.revision()));
        try (var answer = http.send(HubRequest.get(uri, target, ""))) {
            return answer.json().getAsJsonObject();
        }
    }

    private static String header(String message) {
        var value = new JsonObject();
        value.addProperty("summary", message);
        value.addProperty("description", "");
        return line("header", value);
    }

    private static String fileLine(UploadFile file) throws IOException {
        var value = new JsonObject();
        value.addProperty("path", file.path());
        value.addProperty("encoding", "base64");
        value.addProperty("content", file.base64());
        return line("file", value);
    }

    private static String lfsLine(UploadFile file, String sha256) {
        var value = new JsonObject();
        value.addProperty("path", file.path());
        value.addProperty("algo", "sha256");
        value.addProperty("oid", sha256);
        value.addProperty("size", file.size());
        return line("lfsFile", value);
    }

    private static String line(String key, JsonObject value) {
        var line = new JsonObject();
        line.addProperty("key", key);
        line.add("value", value);
        return line.toString();
    }

    private static String api(HubId target) {
        return "/api/" + target.type().plural() + "/" + target.name();
    }

    private URI page(HubId target) {
        return http.endpoint("/" + target.type().pagePrefix() + target.name());
    }

    private static HubException malformed(HubId target, RuntimeException cause) {
        return new HubException(
                Kind.UNEXPECTED_ANSWER,
                target
                        + ": the answer has not the form of the hub's API. Is HF_ENDPOINT a hub? Does a proxy answer in its place?",
                cause);
    }
}
