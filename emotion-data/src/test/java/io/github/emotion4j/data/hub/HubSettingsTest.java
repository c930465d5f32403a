package io.github.emotion4j.data.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {
    @TempDir
    private Path home;

    @Test
    void defaults_to_the_public_hub_and_the_cache_in_the_home_folder() {
        var settings = HubSettings.fromEnvironment(Map.of(), home);

        assertThat(settings.endpoint()).hasToString("https://huggingface.co");
        assertThat(settings.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(settings.token()).isEmpty();
        assertThat(settings.offline()).isFalse();
    }

    @Test
    void follows_the_variables_of_pythons_tools() {
        var settings = HubSettings.fromEnvironment(
                Map.of(
                        "HF_ENDPOINT", "https://mirror.example/hf/",
                        "HF_HOME", "~/hf",
                        "HF_TOKEN", "hf_abc\n",
                        "HF_HUB_OFFLINE", "yes",
                        "HF_HUB_DOWNLOAD_TIMEOUT", "30"),
                home);

        assertThat(settings.endpoint()).hasToString("https://mirror.example/hf");
        assertThat(settings.cache()).isEqualTo(home.resolve("hf/hub"));
        assertThat(settings.token()).contains("hf_abc");
        assertThat(settings.offline()).isTrue();
        assertThat(settings.readTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_cache_of_its_own_wins_over_the_home_of_all_tools() {
        assertThat(HubSettings.fromEnvironment(
                                Map.of("HF_HOME", "/a", "HF_HUB_CACHE", "$BASE/${X}", "BASE", "/b", "X", "c"), home)
                        .cache())
                .isEqualTo(Path.of("/b/c"));
        assertThat(HubSettings.fromEnvironment(Map.of("XDG_CACHE_HOME", "/xdg", "HF_HOME", ""), home)
                        .cache())
                .isEqualTo(Path.of("/xdg/huggingface/hub"));
    }

    @Test
    void reads_the_token_from_the_file_where_python_stores_it() throws IOException {
        Files.createDirectories(home.resolve("hf"));
        Files.writeString(home.resolve("hf/token"), "hf_file\n");
        Files.writeString(home.resolve("other"), "hf_other");

        assertThat(HubSettings.fromEnvironment(
                                Map.of("HF_HOME", home.resolve("hf").toString()), home)
                        .token())
                .contains("hf_file");
        assertThat(HubSettings.fromEnvironment(
                                Map.of("HF_TOKEN_PATH", home.resolve("other").toString()), home)
                        .token())
                .contains("hf_other");
    }

    @Test
    void never_shows_the_token_or_the_password_of_a_proxy() {
        var settings = HubSettings.fromEnvironment(
                Map.of("HF_TOKEN", "hf_abc", "HTTPS_PROXY", "http://me:secret@proxy:8080"), home);

        assertThat(settings.toString())
                .contains("token=set")
                .doesNotContain("hf_abc")
                .doesNotContain("secret");
    }

    @Test
    void names_the_variable_that_is_wrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubSettings.fromEnvironment(Map.of("HF_ENDPOINT", "huggingface.co"), home))
                .withMessageContaining("HF_ENDPOINT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubSettings.fromEnvironment(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "soon"), home))
                .withMessageContaining("HF_HUB_DOWNLOAD_TIMEOUT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubSettings.fromEnvironment(Map.of("HTTPS_PROXY", "socks5://u:pw@p:1"), home))
                .withMessageContaining("HTTPS_PROXY")
                .withMessageNotContaining("pw");
    }

    @Test
    void chooses_the_proxy_by_scheme_and_spares_direct_hosts() {
        var proxies = ProxySettings.from(Map.of(
                "http_proxy", "p1:3128",
                "HTTP_PROXY", "ignored:1",
                "HTTPS_PROXY", "http://p2:3129",
                "NO_PROXY", "localhost,.corp.example, 10.0.0.1:8080"));

        assertThat(proxies.proxyFor(URI.create("http://hub.example/x"))).contains(URI.create("http://p1:3128"));
        assertThat(proxies.proxyFor(URI.create("https://hub.example/x"))).contains(URI.create("http://p2:3129"));
        assertThat(proxies.proxyFor(URI.create("http://localhost:99/x"))).isEmpty();
        assertThat(proxies.proxyFor(URI.create("https://a.Corp.example/x"))).isEmpty();
        assertThat(proxies.proxyFor(URI.create("https://notcorp.example/x"))).isPresent();
        assertThat(proxies.proxyFor(URI.create("http://10.0.0.1:8080/"))).isEmpty();
        assertThat(proxies.proxyFor(URI.create("http://10.0.0.1:81/"))).isPresent();
        assertThat(ProxySettings.from(Map.of("ALL_PROXY", "p:1", "no_proxy", "*"))
                        .proxyFor(URI.create("http://x/")))
                .isEmpty();
    }

    @Test
    void requests_go_through_the_proxy_with_its_login() throws IOException {
        // given a proxy for http, which is asked for absolute addresses
        var asked = new ArrayList<List<String>>();
        var proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(List.of(
                    exchange.getRequestURI().toString(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Proxy-Authorization"))
                            .orElse("-")));
            var answer = ("{\"sha\":\"" + FakeHub.COMMIT + "\",\"siblings\":[]}").getBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        proxy.start();
        try {
            var address = "http://me:pw@localhost:" + proxy.getAddress().getPort();
            var settings = HubSettings.of(URI.create("http://hub.invalid"), home)
                    .withProxies(ProxySettings.from(Map.of("HTTP_PROXY", address)));

            new HubClient(settings).list(HubId.model("org/tiny"));
        } finally {
            proxy.stop(0);
        }

        assertThat(asked)
                .containsExactly(
                        List.of("http://hub.invalid/api/models/org/tiny/revision/main?blobs=true", "Basic bWU6cHc="));
    }

    @Test
    void pauses_grow_and_stay_bounded() {
        var policy = new RetryPolicy(9, Duration.ofMillis(100), Duration.ofMillis(500), Duration.ZERO);

        assertThat(policy.delay(1, 0)).isEqualTo(Duration.ofMillis(50));
        assertThat(policy.delay(1, 1)).isEqualTo(Duration.ofMillis(100));
        assertThat(policy.delay(3, 1)).isEqualTo(Duration.ofMillis(400));
        assertThat(policy.delay(30, 1)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void reads_how_long_a_server_wants_us_to_wait() {
        var now = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(asked("Retry-After", "7", now)).contains(Duration.ofSeconds(7));
        assertThat(asked("Retry-After", "Thu, 01 Jan 2026 00:01:00 GMT", now)).contains(Duration.ofSeconds(60));
        assertThat(asked("Retry-After", "Wed, 31 Dec 2025 00:01:00 GMT", now)).contains(Duration.ZERO);
        assertThat(asked("Retry-After", "soon", now)).isEmpty();
        assertThat(asked("RateLimit", "\"api\";r=0;t=55", now)).contains(Duration.ofSeconds(55));
        assertThat(asked("RateLimit", "\"api\";r=10;t=55", now)).isEmpty();
    }

    private static Optional<Duration> asked(String name, String value, Instant now) {
        return RetryPolicy.askedFor(HttpHeaders.of(Map.of(name, List.of(value)), (a, b) -> true), now);
    }
}
