package io.github.emotion4j.eval.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one page, driven over the DevTools protocol. */
final class Chromium implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<JsonObject> events = new CopyOnWriteArrayList<>();

    private Chromium(Process process, URI page, HttpClient http) {
        this.process = process;
        this.socket =
                http.newWebSocketBuilder().buildAsync(page, new Listener()).join();
    }

    /** The browser's program, if one is installed. */
    static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path program, Path profile) throws Exception {
        var process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolveSibling("chromium.log").toFile())
                .start();
        var http = HttpClient.newHttpClient();
        int port = port(process, profile.resolve("DevToolsActivePort"));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        var page = JsonParser.parseString(answer)
                .getAsJsonObject()
                .get("webSocketDebuggerUrl")
                .getAsString();
        var chromium = new Chromium(process, URI.create(page), http);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            chromium.call(domain + ".enable", "{}");
        }
        return chromium;
    }

    private static int port(Process process, Path file) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (Files.exists(file)) {
                var lines = Files.readAllLines(file);
                if (lines.size() > 1) {
                    return Integer.parseInt(lines.get(0));
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("chromium did not open its DevTools port");
    }

    /** Calls a method of the protocol and waits for its result. */
    JsonObject call(String method, String parameters) throws Exception {
        int id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonObject>();
        answers.put(id, answer);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
                .join();
        var message = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (message.has("error")) {
            throw new IOException(method + ": " + message.get("error"));
        }
        return message.getAsJsonObject("result");
    }

    /** Opens a page in a window of that size and waits until it has loaded. */
    void open(URI page, int width, int height, String colourScheme) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":" + (width < 600)
                        + "}");
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + colourScheme + "\"}]}");
        events.clear();
        call("Page.navigate", "{\"url\":\"" + page + "\"}");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (named("Page.loadEventFired").isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IOException(page + " did not load");
            }
            Thread.sleep(20);
        }
    }

    /** What was heard since the page was opened. */
    List<JsonObject> named(String event) {
        var found = new ArrayList<JsonObject>();
        for (var heard : events) {
            if (heard.get("method").getAsString().equals(event)) {
                found.add(heard.getAsJsonObject("params"));
            }
        }
        return found;
    }

    /** The value of a JavaScript expression as text. */
    String evaluate(String expression) throws Exception {
        var parameters = new JsonObject();
        parameters.addProperty("expression", expression);
        parameters.addProperty("returnByValue", true);
        var result = call("Runtime.evaluate", parameters.toString());
        return result.getAsJsonObject("result").get("value").getAsString();
    }

    /** A picture of the whole page, beyond the window. */
    void screenshot(Path file) throws Exception {
        var png = call("Page.captureScreenshot", "{\"format\":\"png\",\"captureBeyondViewport\":true}");
        Files.write(file, Base64.getDecoder().decode(png.get("data").getAsString()));
    }

    @Override
    public void close() {
        socket.abort();
        var children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                var json = JsonParser.parseString(message.toString()).getAsJsonObject();
                message.setLength(0);
                if (json.has("id")) {
                    answers.remove(json.get("id").getAsInt()).complete(json);
                } else {
                    events.add(json);
                }
            }
            from.request(1);
            return null;
        }
    }
}
