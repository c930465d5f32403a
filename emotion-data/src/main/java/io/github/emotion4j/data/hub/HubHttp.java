package io.github.emotion4j.data.hub;

import io.github.emotion4j.data.hub.HubException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends requests: with the token to the endpoint and to nobody else, following redirects by hand for that reason, and again where that may help.
 * Thread-safe.
 */
final class HubHttp {
    private static final Logger LOG = LoggerFactory.getLogger(HubHttp.class);
    private static final Set<Integer> WORTH_REPEATING = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 10;
    private static final int MOST_CONNECTS = 3; // whoever has no network should not wait for all tries
    private static final int ERROR_LIMIT = 16 << 10;
    private static final List<String> KEPT_HEADERS = List.of("x-repo-commit", "x-linked-etag", "x-linked-size");
    private static final String UNRESERVED = "-._~";

    private final HubSettings settings;
    private final HttpClient client;

    HubHttp(HubSettings settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                // Files side by side over connections of their own: one slow stream does not hold up the others.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .proxy(new Proxies(settings.proxies()))
                .build();
    }

    /** {@return an address below the endpoint} */
    URI endpoint(String pathAndQuery) {
        return URI.create(settings.endpoint() + pathAndQuery);
    }

    /** {@return the address of a file} */
    URI file(HubId id, String commit, String path) {
        var parts = List.of(path.split("/")).stream().map(HubHttp::encode).toList();
        return endpoint("/" + id.type().pagePrefix() + id.name() + "/resolve/" + encode(commit) + "/"
                + String.join("/", parts));
    }

    /** {@return one part of a path, percent-encoded (RFC 3986, 2.3), {@code /} too} */
    static String encode(String part) {
        var encoded = new StringBuilder();
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return encoded.toString();
    }

    /** The pause before another try. */
    void pause(int failures, Duration asked, Level level, String why) throws InterruptedIOException {
        var pause =
                settings.retries().delay(failures, ThreadLocalRandom.current().nextDouble());
        pause = asked.compareTo(pause) > 0 ? asked : pause;
        LOG.atLevel(level).log("{}; trying again in {} ms", why, pause.toMillis());
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted between two tries");
        }
    }

    /**
     * @return an answer below 400, or of a status that the request expects
     * @throws HubException where the last try failed
     */
    Answer send(HubRequest request) throws IOException {
        if (settings.offline()) {
            throw new HubException(
                    Kind.OFFLINE,
                    request.repository().map(HubId::toString).orElse("the hub")
                            + ": the network is switched off (HF_HUB_OFFLINE); unset it to fetch or publish");
        }
        for (int failures = 1; ; failures++) {
            boolean last = failures >= settings.retries().attempts();
            var asked = Duration.ZERO;
            // A server's reason to wait is news to whoever waits; of a missing network the last error tells all.
            var level = Level.WARN;
            HubException refusal;
            try {
                var answer = follow(request);
                if (answer.status() < 400 || request.expected().contains(answer.status())) {
                    return answer;
                }
                refusal = explain(request, answer);
                asked = RetryPolicy.askedFor(answer.headers(), Instant.now()).orElse(Duration.ZERO);
                // A CDN refuses an address whose signature has expired; the next try gets a new one.
                boolean strangerRefuses = request.reads() && !isEndpoint(answer.uri());
                boolean worth = WORTH_REPEATING.contains(answer.status()) || strangerRefuses;
                boolean undone = answer.status() == 429 || answer.status() == 503;
                last |= !worth || !(request.repeatable() || undone);
                last |= asked.compareTo(settings.retries().maxRetryAfter()) > 0;
            } catch (HubException | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                refusal = Refusals.unreachable(request, request.uri(), e);
                boolean connecting = Refusals.isConnecting(e);
                level = connecting ? Level.DEBUG : Level.WARN;
                last |= !(request.repeatable() || connecting) || connecting && failures >= MOST_CONNECTS;
                last |= e instanceof SSLException;
            }
            if (last) {
                throw refusal;
            }
            pause(failures, asked, level, refusal.getMessage());
        }
    }

    private HubException explain(HubRequest request, Answer answer) {
        try (answer) {
            return Refusals.of(request, answer, answer.body().text(ERROR_LIMIT), sendsToken(answer.uri()));
        } catch (IOException e) {
            return Refusals.of(request, answer, "", sendsToken(answer.uri()));
        }
    }

    private Answer follow(HubRequest request) throws IOException {
        var uri = request.uri();
        Map<String, String> earlier = new HashMap<>();
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            var response = exchange(request, uri);
            var answer =
                    new Answer(response.statusCode(), response.headers(), Map.copyOf(earlier), uri, response.body());
            var location = response.headers().firstValue("Location");
            if (!REDIRECTS.contains(answer.status()) || location.isEmpty()) {
                return answer;
            }
            var next = resolve(request, uri, location.get());
            boolean sameHost = sameOrigin(uri, next);
            if (!sameHost && !request.crossesHosts()) {
                return answer;
            }
            if (!request.reads() && (answer.status() < 307 || !sameHost)) {
                answer.close();
                throw new HubException(
                        Kind.UNEXPECTED_ANSWER,
                        request.repository().map(HubId::toString).orElse("the hub") + " is at another address now: "
                                + next + ". Use its new name");
            }
            if (isEndpoint(uri)) {
                KEPT_HEADERS.forEach(name ->
                        response.headers().firstValue(name).ifPresent(value -> earlier.putIfAbsent(name, value)));
            }
            answer.body().bytes(ERROR_LIMIT); // read to its end, so that the connection can be used again
            answer.close();
            uri = next;
        }
        throw new HubException(Kind.UNEXPECTED_ANSWER, request.uri().getHost() + " redirects in a circle");
    }

    private HttpResponse<TimedBody> exchange(HubRequest request, URI uri) throws IOException {
        var builder = HttpRequest.newBuilder(uri)
                .method(request.method(), request.body().get())
                .timeout(settings.readTimeout().plus(request.patience()))
                .header("User-Agent", "emotion4j; java/" + Runtime.version().feature())
                .header("Accept-Encoding", "identity"); // sizes and hashes are of the bytes as they are stored
        request.headers().forEach(builder::setHeader);
        if (sendsToken(uri)) {
            builder.setHeader("Authorization", "Bearer " + settings.token().orElseThrow());
        }
        settings.proxies().authorizationFor(uri).ifPresent(value -> builder.setHeader("Proxy-Authorization", value));
        try {
            return client.send(builder.build(), headers -> new TimedBody(settings.readTimeout()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + uri.getHost());
        }
    }

    private URI resolve(HubRequest request, URI from, String location) throws HubException {
        URI next;
        try {
            next = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HubException(Kind.UNEXPECTED_ANSWER, from.getHost() + " redirects to what is no address", e);
        }
        var scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
        boolean downgrade = from.getScheme().equalsIgnoreCase("https") && !scheme.equals("https");
        if (next.getHost() == null || downgrade || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new HubException(
                    Kind.UNEXPECTED_ANSWER,
                    request.repository().map(id -> id + ": ").orElse("") + from.getHost()
                            + " redirects to an address that is not secure; it is not followed");
        }
        return next;
    }

    private boolean sendsToken(URI uri) {
        return settings.token().isPresent() && isEndpoint(uri);
    }

    private boolean isEndpoint(URI uri) {
        return sameOrigin(uri, settings.endpoint());
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getHost().equalsIgnoreCase(b.getHost())
                && port(a) == port(b);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static final class Proxies extends ProxySelector {
        private final ProxySettings settings;

        Proxies(ProxySettings settings) {
            this.settings = settings;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return settings.proxyFor(uri)
                    .map(proxy -> new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port(proxy))))
                    .map(List::of)
                    .orElse(List.of(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException error) {
            LOG.debug("no connection to the proxy for {}", uri.getHost(), error);
        }
    }
}
