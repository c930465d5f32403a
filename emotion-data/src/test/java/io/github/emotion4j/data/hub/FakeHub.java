package io.github.emotion4j.data.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A hub on loopback, with real sockets: the API and small files on one port, large files behind a redirect on another host name and port, as the hub and
 * its CDN answer (headers recorded in huggingface_hub's tests and sources). Faults are put in front of any request.
 */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final int LFS_FROM = 1000;
    private static final Pattern RESOLVE = Pattern.compile("/(datasets/)?([^/]+/[^/]+)/resolve/([^/]+)/(.+)");
    private static final Pattern API = Pattern.compile("/api/(models|datasets)/([^/]+/[^/]+)/(revision|tree)/([^/]+)");
    private static final int PIECE = 16 << 10;

    /** A request that arrived. */
    record Seen(boolean cdn, String method, String path, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
        }
    }

    /** What goes wrong with an answer: a status instead of it, or a body that is cut, changed, late, or deaf to Range. */
    record Fault(
            int status,
            Map<String, String> headers,
            long cutAfter,
            boolean corrupt,
            Duration stall,
            boolean deafToRange) {
        static Fault status(int status, String... headers) {
            var map = new LinkedHashMap<String, String>();
            for (int i = 0; i < headers.length; i += 2) {
                map.put(headers[i], headers[i + 1]);
            }
            return new Fault(status, map, -1, false, Duration.ZERO, false);
        }

        static Fault cutAfter(long bytes) {
            return new Fault(0, Map.of(), bytes, false, Duration.ZERO, false);
        }

        static Fault corruptBody() {
            return new Fault(0, Map.of(), -1, true, Duration.ZERO, false);
        }

        static Fault stallAfter(long bytes, Duration pause) {
            return new Fault(0, Map.of(), bytes, false, pause, false);
        }

        static Fault deaf() {
            return new Fault(0, Map.of(), -1, false, Duration.ZERO, true);
        }

        Fault andDeaf() {
            return new Fault(status, headers, cutAfter, corrupt, stall, true);
        }
    }

    final Map<String, Map<String, byte[]>> repositories = new ConcurrentHashMap<>();
    final Map<String, JsonObject> cards = new ConcurrentHashMap<>();
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final AtomicLong cdnBytes = new AtomicLong();
    volatile Function<Seen, Fault> faults = request -> null;
    volatile Duration pausePerPiece = Duration.ZERO;
    volatile boolean withoutSizes;

    private final Map<String, byte[]> large = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer hub = server(false);
    private final HttpServer cdn = server(true);

    URI endpoint() {
        return URI.create("http://localhost:" + hub.getAddress().getPort());
    }

    URI cdnAddress() {
        return URI.create("http://127.0.0.1:" + cdn.getAddress().getPort());
    }

    HubSettings settings(Path cache) {
        return HubSettings.of(endpoint(), cache)
                .withRetries(new RetryPolicy(4, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(5)))
                .withReadTimeout(Duration.ofSeconds(5));
    }

    /** Adds a file to a repository, named {@code org/name} or {@code datasets/org/name}, at {@code @revision} where not main. */
    FakeHub file(String repository, String path, byte[] content) {
        repositories.computeIfAbsent(repository, name -> new LinkedHashMap<>()).put(path, content);
        return this;
    }

    FakeHub file(String repository, String path, String content) {
        return file(repository, path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Fails the first requests that the pattern finds in {@code METHOD path}, one fault each. */
    FakeHub failing(String pattern, Fault... inOrder) {
        var compiled = Pattern.compile(pattern);
        var left = new java.util.concurrent.LinkedBlockingDeque<>(List.of(inOrder));
        var before = faults;
        faults = request -> {
            var fault =
                    compiled.matcher(request.method() + " " + request.path()).find() ? left.poll() : null;
            return fault != null ? fault : before.apply(request);
        };
        return this;
    }

    List<Seen> requests(String method, boolean cdnOnly) {
        return seen.stream()
                .filter(request -> request.method().equals(method) && request.cdn() == cdnOnly)
                .toList();
    }

    @Override
    public void close() {
        hub.stop(0);
        cdn.stop(0);
        threads.shutdownNow();
    }

    static String sha256(byte[] content) {
        return hash("SHA-256", content);
    }

    static String gitBlob(byte[] content) {
        return hash("SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII), content);
    }

    /** Adds handlers of another API, such as the one for uploads. */
    void handle(String prefix, com.sun.net.httpserver.HttpHandler handler, boolean onCdn) {
        (onCdn ? cdn : hub).createContext(prefix, exchange -> {
            record(exchange, onCdn);
            guarded(exchange, () -> handler.handle(exchange));
        });
    }

    private HttpServer server(boolean isCdn) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
            server.setExecutor(threads);
            server.createContext("/", exchange -> guarded(exchange, () -> answer(exchange, isCdn)));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void guarded(HttpExchange exchange, Work work) {
        try (exchange) {
            work.run();
        } catch (IOException e) {
            exchange.close(); // the client has gone, or is meant to see a broken connection
        }
    }

    private Seen record(HttpExchange exchange, boolean isCdn) {
        var headers = new LinkedHashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        var request = new Seen(
                isCdn, exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers);
        seen.add(request);
        return request;
    }

    private void answer(HttpExchange exchange, boolean isCdn) throws IOException {
        var request = record(exchange, isCdn);
        var fault = faults.apply(request);
        if (fault != null && fault.status() > 0) {
            fault.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            send(exchange, fault.status(), "{\"error\":\"injected\"}".getBytes(StandardCharsets.UTF_8), null);
        } else if (isCdn) {
            var content = large.get(request.path().substring(1));
            exchange.getResponseHeaders().set("ETag", "\"cdn-" + request.path().hashCode() + "\"");
            sendRange(exchange, request, content, fault);
        } else {
            answerHub(exchange, request, fault);
        }
    }

    private void answerHub(HttpExchange exchange, Seen request, Fault fault) throws IOException {
        var path = exchange.getRequestURI().getRawPath();
        var api = API.matcher(path);
        var resolve = RESOLVE.matcher(path);
        if (api.matches()) {
            var prefix = api.group(1).equals("datasets") ? "datasets/" : "";
            var name = at(prefix + api.group(2), decode(api.group(4)));
            var files = repositories.get(name);
            if (files == null) {
                boolean known = repositories.keySet().stream().anyMatch(key -> key.startsWith(prefix + api.group(2)));
                exchange.getResponseHeaders().set("X-Error-Code", known ? "RevisionNotFound" : "RepoNotFound");
                send(exchange, known ? 404 : 401, "{\"error\":\"not found\"}".getBytes(StandardCharsets.UTF_8), fault);
                return;
            }
            JsonElement answer = api.group(3).equals("tree") ? tree(files) : info(name, files);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            send(exchange, 200, answer.toString().getBytes(StandardCharsets.UTF_8), fault);
        } else if (resolve.matches()) {
            var prefix = resolve.group(1) == null ? "" : resolve.group(1);
            var files = repositories.get(at(prefix + resolve.group(2), decode(resolve.group(3))));
            var content = files == null ? null : files.get(decode(resolve.group(4)));
            exchange.getResponseHeaders()
                    .set("X-Repo-Commit", commitOf(at(prefix + resolve.group(2), decode(resolve.group(3)))));
            if (content == null) {
                exchange.getResponseHeaders().set("X-Error-Code", "EntryNotFound");
                send(exchange, 404, "Entry not found".getBytes(StandardCharsets.UTF_8), fault);
            } else if (content.length >= LFS_FROM) {
                large.put(sha256(content), content);
                exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sha256(content) + "\"");
                exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(content.length));
                exchange.getResponseHeaders().set("Location", cdnAddress() + "/" + sha256(content));
                send(exchange, 302, "Found".getBytes(StandardCharsets.UTF_8), fault);
            } else {
                exchange.getResponseHeaders().set("ETag", "\"" + gitBlob(content) + "\"");
                sendRange(exchange, request, content, fault);
            }
        } else {
            send(exchange, 404, new byte[0], fault);
        }
    }

    static String commitOf(String repository) {
        return repository.contains("@") ? hash("SHA-1", repository.getBytes(StandardCharsets.UTF_8)) : COMMIT;
    }

    /** A revision other than main is a repository of its own here. */
    private String at(String name, String revision) {
        if (revision.equals("main") || revision.equals(COMMIT)) {
            return name;
        }
        return repositories.keySet().stream()
                .filter(key -> key.startsWith(name + "@") && commitOf(key).equals(revision))
                .findFirst()
                .orElse(name + "@" + revision);
    }

    private JsonObject info(String name, Map<String, byte[]> files) {
        var siblings = new JsonArray();
        files.forEach((path, content) -> {
            var sibling = new JsonObject();
            sibling.addProperty("rfilename", path);
            if (!withoutSizes) {
                sibling.addProperty("size", content.length);
            }
            sibling.addProperty("blobId", gitBlob(content));
            if (content.length >= LFS_FROM && !withoutSizes) {
                var lfs = new JsonObject();
                lfs.addProperty("sha256", sha256(content));
                lfs.addProperty("size", content.length);
                lfs.addProperty("pointerSize", 134);
                sibling.add("lfs", lfs);
            }
            siblings.add(sibling);
        });
        var info = new JsonObject();
        info.addProperty("id", name);
        info.addProperty("sha", commitOf(name));
        info.add("siblings", siblings);
        if (cards.containsKey(name)) {
            info.add("cardData", cards.get(name));
        }
        return info;
    }

    private static JsonArray tree(Map<String, byte[]> files) {
        var tree = new JsonArray();
        files.forEach((path, content) -> {
            var entry = new JsonObject();
            entry.addProperty("type", "file");
            entry.addProperty("path", path);
            entry.addProperty("oid", gitBlob(content));
            entry.addProperty("size", content.length);
            if (content.length >= LFS_FROM) {
                var lfs = new JsonObject();
                lfs.addProperty("oid", sha256(content));
                lfs.addProperty("size", content.length);
                lfs.addProperty("pointerSize", 134);
                entry.add("lfs", lfs);
            }
            tree.add(entry);
        });
        return tree;
    }

    private void sendRange(HttpExchange exchange, Seen request, byte[] content, Fault fault) throws IOException {
        var range = request.header("Range").map(text -> Integer.parseInt(text.replaceAll("bytes=(\\d+)-", "$1")));
        if (range.isEmpty() || fault != null && fault.deafToRange()) {
            send(exchange, 200, content, fault);
        } else if (range.get() >= content.length) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
            send(exchange, 416, new byte[0], fault);
        } else {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + range.get() + "-" + (content.length - 1) + "/" + content.length);
            send(exchange, 206, Arrays.copyOfRange(content, range.get(), content.length), fault);
        }
    }

    private void send(HttpExchange exchange, int status, byte[] content, Fault fault) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        if (content.length == 0) {
            return;
        }
        var bytes = content.clone();
        if (fault != null && fault.corrupt()) {
            bytes[bytes.length / 2] ^= 1;
        }
        long stop = fault == null || fault.cutAfter() < 0 ? bytes.length : Math.min(fault.cutAfter(), bytes.length);
        int sent = 0;
        while (sent < bytes.length) {
            if (sent >= stop) {
                exchange.getResponseBody().flush();
                sleep(fault.stall());
                throw new IOException("cut on purpose");
            }
            int length = (int) Math.min(Math.min(PIECE, bytes.length - sent), stop - sent);
            exchange.getResponseBody().write(bytes, sent, length);
            exchange.getResponseBody().flush();
            sent += length;
            cdnBytes.addAndGet(length);
            sleep(pausePerPiece);
        }
    }

    private static void sleep(Duration duration) throws IOException {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String hash(String algorithm, byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance(algorithm);
            for (var part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
