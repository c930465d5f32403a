package io.github.emotion4j.data.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The side of the hub that takes uploads of one model, {@code org/new}: creation, preupload, LFS on the storage's own port, and commits. */
final class FakeUploads {
    static final String NAME = "org/new";
    static final String TOKEN = "Bearer hf_write";
    static final String PUSHED = "fedcba9876543210fedcba9876543210fedcba98";

    final Map<String, byte[]> storage = new ConcurrentHashMap<>();
    final List<JsonObject> creations = new CopyOnWriteArrayList<>();
    final List<String> commitKeys = new CopyOnWriteArrayList<>();
    final List<String> verified = new CopyOnWriteArrayList<>();
    volatile int chunk; // 0: basic
    volatile boolean isPrivate;
    volatile int commitStatus = 200;
    volatile int failingPuts;

    private final FakeHub hub;
    private final Map<String, Map<Integer, byte[]>> parts = new ConcurrentHashMap<>();

    FakeUploads(FakeHub hub) {
        this.hub = hub;
        hub.handle("/api/repos/create", exchange -> ifAllowed(exchange, this::create), false);
        hub.handle("/api/models/" + NAME + "/preupload/", exchange -> ifAllowed(exchange, this::preupload), false);
        hub.handle("/api/models/" + NAME + "/commit/", exchange -> ifAllowed(exchange, this::commit), false);
        hub.handle("/api/models/" + NAME + "/revision/", exchange -> ifAllowed(exchange, this::info), false);
        hub.handle("/" + NAME + ".git/info/lfs/objects/batch", exchange -> ifAllowed(exchange, this::batch), false);
        hub.handle("/lfs/complete", exchange -> ifAllowed(exchange, this::complete), false);
        hub.handle("/lfs/verify", exchange -> ifAllowed(exchange, this::verify), false);
        hub.handle("/put/", this::put, true);
    }

    private interface Handler {
        void handle(HttpExchange exchange, String body) throws IOException;
    }

    private static void ifAllowed(HttpExchange exchange, Handler handler) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            handler.handle(exchange, body);
        } else {
            answer(exchange, 401, "{\"error\":\"Invalid credentials\"}");
        }
    }

    private void create(HttpExchange exchange, String body) throws IOException {
        var request = JsonParser.parseString(body).getAsJsonObject();
        creations.add(request);
        if (!request.get("organization").getAsString().equals("org")) {
            answer(exchange, 403, "{\"error\":\"no right to create under this namespace\"}");
        } else if (hub.repositories.containsKey(NAME)) {
            answer(exchange, 409, "{\"error\":\"You already created this model repo\"}");
        } else {
            isPrivate = request.get("private").getAsBoolean();
            hub.repositories.put(NAME, new LinkedHashMap<>());
            answer(exchange, 200, "{\"url\":\"" + hub.endpoint() + "/" + NAME + "\"}");
        }
    }

    private void info(HttpExchange exchange, String body) throws IOException {
        var info = new JsonObject();
        info.addProperty("sha", PUSHED);
        info.addProperty("private", isPrivate);
        answer(exchange, 200, info.toString());
    }

    private void preupload(HttpExchange exchange, String body) throws IOException {
        var answers = new JsonArray();
        for (var element : JsonParser.parseString(body).getAsJsonObject().getAsJsonArray("files")) {
            var file = element.getAsJsonObject();
            var path = file.get("path").getAsString();
            var sample = Base64.getDecoder().decode(file.get("sample").getAsString());
            boolean lfs = file.get("size").getAsLong() >= FakeHub.LFS_FROM;
            var there = hub.repositories.get(NAME).get(path);
            var answer = new JsonObject();
            answer.addProperty("path", path);
            answer.addProperty("uploadMode", lfs ? "lfs" : "regular");
            answer.addProperty("shouldIgnore", path.endsWith(".log"));
            if (there != null) {
                answer.addProperty("oid", lfs ? FakeHub.sha256(there) : FakeHub.gitBlob(there));
            }
            if (sample.length != Math.min(512, file.get("size").getAsLong())) {
                answer(exchange, 400, "{\"error\":\"sample of the wrong length\"}");
                return;
            }
            answers.add(answer);
        }
        var all = new JsonObject();
        all.add("files", answers);
        answer(exchange, 200, all.toString());
    }

    private void batch(HttpExchange exchange, String body) throws IOException {
        var request = JsonParser.parseString(body).getAsJsonObject();
        var objects = new JsonArray();
        for (var element : request.getAsJsonArray("objects")) {
            var object = element.getAsJsonObject();
            var oid = object.get("oid").getAsString();
            if (!storage.containsKey(oid)) {
                object.add("actions", actions(oid, object.get("size").getAsLong()));
            }
            objects.add(object);
        }
        var answer = new JsonObject();
        answer.addProperty("transfer", chunk > 0 ? "multipart" : "basic");
        answer.add("objects", objects);
        answer(exchange, 200, answer.toString());
    }

    private JsonObject actions(String oid, long size) {
        var upload = new JsonObject();
        if (chunk > 0) {
            var header = new JsonObject();
            header.addProperty("chunk_size", Integer.toString(chunk));
            for (int part = 1; (part - 1L) * chunk < size; part++) {
                header.addProperty(
                        String.format(java.util.Locale.ROOT, "%05d", part),
                        hub.cdnAddress() + "/put/" + oid + "/" + part);
            }
            upload.add("header", header);
            upload.addProperty(
                    "href", "https://huggingface.co/lfs/complete"); // as the hub does, whatever its address is
        } else {
            upload.addProperty("href", hub.cdnAddress() + "/put/" + oid);
        }
        var verify = new JsonObject();
        verify.addProperty("href", hub.endpoint() + "/lfs/verify");
        var actions = new JsonObject();
        actions.add("upload", upload);
        actions.add("verify", verify);
        return actions;
    }

    private void put(HttpExchange exchange) throws IOException {
        var content = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestHeaders().containsKey("Authorization")
                || !exchange.getRequestHeaders().containsKey("Content-Length")) {
            answer(exchange, 400, "storage takes neither tokens nor chunked bodies");
            return;
        }
        if (failingPuts-- > 0) {
            answer(exchange, 500, "");
            return;
        }
        var names = exchange.getRequestURI().getPath().split("/");
        if (names.length == 3) {
            storage.put(names[2], content);
        } else {
            parts.computeIfAbsent(names[2], oid -> new ConcurrentHashMap<>()).put(Integer.parseInt(names[3]), content);
        }
        exchange.getResponseHeaders().set("ETag", "\"part-" + names[names.length - 1] + "\"");
        answer(exchange, 200, "");
    }

    private void complete(HttpExchange exchange, String body) throws IOException {
        var request = JsonParser.parseString(body).getAsJsonObject();
        var oid = request.get("oid").getAsString();
        var whole = new ByteArrayOutputStream();
        for (var element : request.getAsJsonArray("parts")) {
            int number = element.getAsJsonObject().get("partNumber").getAsInt();
            if (!element.getAsJsonObject().get("etag").getAsString().equals("\"part-" + number + "\"")) {
                answer(exchange, 400, "{\"error\":\"wrong etag\"}");
                return;
            }
            whole.writeBytes(parts.get(oid).get(number));
        }
        storage.put(oid, whole.toByteArray());
        answer(exchange, 200, "{}");
    }

    private void verify(HttpExchange exchange, String body) throws IOException {
        var oid = JsonParser.parseString(body).getAsJsonObject().get("oid").getAsString();
        boolean right =
                storage.containsKey(oid) && FakeHub.sha256(storage.get(oid)).equals(oid);
        verified.add(oid);
        answer(exchange, right ? 200 : 404, "");
    }

    private void commit(HttpExchange exchange, String body) throws IOException {
        if (commitStatus != 200) {
            answer(exchange, commitStatus, "{\"error\":\"Invalid metadata in README.md\"}");
            return;
        }
        var keys = new ArrayList<String>();
        for (var line : body.split("\n")) {
            var object = JsonParser.parseString(line).getAsJsonObject();
            var value = object.getAsJsonObject("value");
            keys.add(object.get("key").getAsString());
            switch (object.get("key").getAsString()) {
                case "file" ->
                    hub.file(
                            NAME,
                            value.get("path").getAsString(),
                            Base64.getDecoder().decode(value.get("content").getAsString()));
                case "lfsFile" ->
                    hub.file(
                            NAME,
                            value.get("path").getAsString(),
                            storage.get(value.get("oid").getAsString()));
                default -> keys.set(0, "header:" + value.get("summary").getAsString());
            }
        }
        commitKeys.addAll(keys);
        answer(
                exchange,
                200,
                "{\"commitOid\":\"" + PUSHED + "\",\"commitUrl\":\"" + hub.endpoint() + "/" + NAME + "/commit/" + PUSHED
                        + "\"}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
