package io.github.emotion4j.data.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.hub.HubException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sends large files to the hub's storage by the batch API of Git LFS (git-lfs/docs/api/batch.md), in one piece ({@code basic}) or in the parts that the
 * server asks for ({@code multipart}, Hugging Face's own). Content that the hub has already is not sent.
 */
final class LfsTransfer {
    static final int BATCH = 100;

    private static final String LFS = "application/vnd.git-lfs+json";
    private static final Set<String> SET_BY_CLIENT =
            Set.of("content-length", "host", "connection", "expect", "upgrade", "transfer-encoding");
    private static final long SLOWEST_BYTES_PER_SECOND = 50_000;

    private final HubSettings settings;
    private final HubHttp http;
    private final HubId id;
    private final ProgressListener listener;

    LfsTransfer(HubSettings settings, HubHttp http, HubId id, ProgressListener listener) {
        this.settings = settings;
        this.http = http;
        this.id = id;
        this.listener = listener;
    }

    /**
     * @param files by their sha256, {@link #BATCH} at most
     * @throws HubException where the hub refuses one of them
     */
    void send(Map<String, UploadFile> files) throws IOException {
        try {
            sendBatch(files);
        } catch (NullPointerException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private void sendBatch(Map<String, UploadFile> files) throws IOException {
        var answer = post(
                http.endpoint("/" + id.type().pagePrefix() + id.name() + ".git/info/lfs/objects/batch"), batch(files));
        for (var element : list(answer.get("objects"))) {
            var object = element.getAsJsonObject();
            var file = files.get(object.get("oid").getAsString());
            if (file == null) {
                throw malformed("it names an object that was not asked for");
            }
            if (object.has("error")) {
                var error = object.getAsJsonObject("error");
                throw new HubException(
                        Kind.REFUSED,
                        "the hub does not take " + file.path() + ": "
                                + error.get("message").getAsString() + " ("
                                + error.get("code").getAsInt() + ")");
            }
            if (object.has("actions") && object.getAsJsonObject("actions").has("upload")) {
                send(object.get("oid").getAsString(), file, object.getAsJsonObject("actions"));
            }
            listener.progressed(file.path(), file.size(), OptionalLong.of(file.size()));
        }
    }

    private JsonObject batch(Map<String, UploadFile> files) {
        var objects = new JsonArray();
        files.forEach((sha256, file) -> objects.add(object(sha256, file)));
        var transfers = new JsonArray();
        transfers.add("basic");
        transfers.add("multipart");
        var ref = new JsonObject();
        ref.addProperty("name", id.revision());
        var batch = new JsonObject();
        batch.addProperty("operation", "upload");
        batch.addProperty("hash_algo", "sha256");
        batch.add("transfers", transfers);
        batch.add("ref", ref);
        batch.add("objects", objects);
        return batch;
    }

    private void send(String sha256, UploadFile file, JsonObject actions) throws IOException {
        var upload = actions.getAsJsonObject("upload");
        var target = address(upload);
        var header = upload.has("header") && upload.get("header").isJsonObject()
                ? upload.getAsJsonObject("header")
                : new JsonObject();
        if (header.has("chunk_size")) {
            sendParts(sha256, file, header, target);
        } else {
            var request = put(target, file, 0, file.size());
            for (var entry : header.entrySet()) {
                if (!SET_BY_CLIENT.contains(entry.getKey().toLowerCase(Locale.ROOT))) {
                    request = request.with(entry.getKey(), entry.getValue().getAsString());
                }
            }
            http.send(request).close();
        }
        if (actions.has("verify")) {
            post(address(actions.getAsJsonObject("verify")), object(sha256, file));
        }
    }

    private void sendParts(String sha256, UploadFile file, JsonObject header, URI completion) throws IOException {
        long size = header.get("chunk_size").getAsLong();
        var addresses = new TreeMap<Integer, URI>();
        for (var entry : header.entrySet()) {
            if (entry.getKey().matches("\\d{1,6}")) {
                addresses.put(
                        Integer.parseInt(entry.getKey()),
                        URI.create(entry.getValue().getAsString()));
            }
        }
        if (size <= 0 || addresses.size() != (file.size() + size - 1) / size) {
            throw malformed(
                    "it asks for " + addresses.size() + " parts of " + size + " bytes for " + file.size() + " bytes");
        }
        var parts = new JsonArray();
        long from = 0;
        for (var address : addresses.values()) {
            long length = Math.min(size, file.size() - from);
            try (var answer = http.send(put(address, file, from, length))) {
                var part = new JsonObject();
                part.addProperty("partNumber", parts.size() + 1);
                part.addProperty(
                        "etag",
                        answer.headers()
                                .firstValue("ETag")
                                .orElseThrow(() -> malformed("the storage names no etag for a part")));
                parts.add(part);
            }
            from += length;
        }
        var complete = new JsonObject();
        complete.addProperty("oid", sha256);
        complete.add("parts", parts);
        post(completion, complete);
    }

    private HubRequest put(URI target, UploadFile file, long from, long length) {
        return HubRequest.of(
                        "PUT",
                        target,
                        file.body(
                                from,
                                length,
                                sent -> listener.progressed(file.path(), from + sent, OptionalLong.of(file.size()))),
                        id,
                        file.path())
                .withPatience(Duration.ofSeconds(length / SLOWEST_BYTES_PER_SECOND));
    }

    private JsonObject post(URI target, JsonObject body) throws IOException {
        var request = HubRequest.of("POST", target, () -> HttpRequest.BodyPublishers.ofString(body.toString()), id, "")
                .with("Content-Type", LFS)
                .with("Accept", LFS)
                .withPatience(Duration.ofMinutes(2)); // the hub puts parts together before it answers
        try (var answer = http.send(request)) {
            var text = answer.body().text(64 << 20);
            return text.isBlank() || !text.stripLeading().startsWith("{")
                    ? new JsonObject()
                    : JsonParser.parseString(text).getAsJsonObject();
        }
    }

    /** The hub names its public address even where it is reached by another. */
    private URI address(JsonObject action) throws HubException {
        if (!action.has("href")) {
            throw malformed("an action has no address");
        }
        var href = action.get("href").getAsString();
        var hub = HubSettings.PUBLIC_HUB + "/";
        return URI.create(href.startsWith(hub) ? settings.endpoint() + "/" + href.substring(hub.length()) : href);
    }

    private static JsonObject object(String sha256, UploadFile file) {
        var object = new JsonObject();
        object.addProperty("oid", sha256);
        object.addProperty("size", file.size());
        return object;
    }

    private static Iterable<JsonElement> list(JsonElement element) throws HubException {
        if (element == null || !element.isJsonArray()) {
            throw malformed("it lists no objects");
        }
        return element.getAsJsonArray();
    }

    private static HubException malformed(String finding) {
        return new HubException(
                Kind.UNEXPECTED_ANSWER,
                "the answer of the hub's LFS API is not understood: " + finding + ". Is HF_ENDPOINT a hub?");
    }
}
