package io.github.emotion4j.data.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the hub is, where its files are stored, and how patient to be. Immutable. The environment is read only by {@link #fromEnvironment()}.
 *
 * @param endpoint the hub's address, http or https, with or without a path
 * @param cache the store in Hugging Face's layout, usually {@code ~/.cache/huggingface/hub}
 * @param token sent to the endpoint only, never to another host
 * @param offline no request is made at all
 * @param proxies how requests leave
 * @param retries how requests are repeated
 * @param connectTimeout for one connection, above 0
 * @param readTimeout the longest silence of a server, above 0
 * @param parallelFiles how many files are fetched at a time, 1 to 64
 */
public record HubSettings(
        URI endpoint,
        Path cache,
        Optional<String> token,
        boolean offline,
        ProxySettings proxies,
        RetryPolicy retries,
        Duration connectTimeout,
        Duration readTimeout,
        int parallelFiles) {
    /** The public hub. */
    public static final URI PUBLIC_HUB = URI.create("https://huggingface.co");

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int PARALLEL_FILES = 4;
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

    public HubSettings {
        var address = endpoint.toString();
        if (endpoint.getHost() == null
                || !List.of("http", "https").contains(endpoint.getScheme().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "the endpoint must be an http or https address, found '" + address + "'; correct HF_ENDPOINT");
        }
        endpoint = URI.create(address.replaceAll("/+$", ""));
        Objects.requireNonNull(cache, "cache");
        token = token.map(text -> text.replaceAll("[\\r\\n]", "").strip()).filter(text -> !text.isEmpty());
        Objects.requireNonNull(proxies, "proxies");
        Objects.requireNonNull(retries, "retries");
        if (connectTimeout.isNegative()
                || connectTimeout.isZero()
                || readTimeout.isNegative()
                || readTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "timeouts must be above 0, found " + connectTimeout + " and " + readTimeout);
        }
        if (parallelFiles < 1 || parallelFiles > 64) {
            throw new IllegalArgumentException("parallelFiles must be 1 to 64, found " + parallelFiles);
        }
    }

    /** {@return this endpoint and store, without token, online, with the default patience} */
    public static HubSettings of(URI endpoint, Path cache) {
        return new HubSettings(
                endpoint,
                cache,
                Optional.empty(),
                false,
                ProxySettings.NONE,
                RetryPolicy.DEFAULT,
                TIMEOUT,
                TIMEOUT,
                PARALLEL_FILES);
    }

    /** {@return the settings that Python's tools would use in this process} */
    public static HubSettings fromEnvironment() {
        return fromEnvironment(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * Reads {@code HF_ENDPOINT, HF_HOME, XDG_CACHE_HOME, HF_HUB_CACHE, HF_TOKEN, HF_TOKEN_PATH, HF_HUB_OFFLINE, HF_HUB_DOWNLOAD_TIMEOUT} and the proxy
     * variables as huggingface_hub does (its {@code constants.py}); an empty variable counts as absent.
     *
     * @param environment the variables
     * @param userHome the folder that {@code ~} means
     * @return the settings
     * @throws IllegalArgumentException where a variable holds what it must not
     */
    public static HubSettings fromEnvironment(Map<String, String> environment, Path userHome) {
        var read = new Variables(environment, userHome);
        var home = read.path("HF_HOME")
                .orElseGet(() -> read.path("XDG_CACHE_HOME")
                        .orElse(userHome.resolve(".cache"))
                        .resolve("huggingface"));
        var cache = read.path("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE").orElse(home.resolve("hub"));
        var tokenFile = read.path("HF_TOKEN_PATH").orElse(home.resolve("token"));
        var token = read.text("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN").or(() -> readToken(tokenFile));
        var timeout =
                read.text("HF_HUB_DOWNLOAD_TIMEOUT").map(HubSettings::seconds).orElse(TIMEOUT);
        var settings = of(read.text("HF_ENDPOINT").map(URI::create).orElse(PUBLIC_HUB), cache);
        return new HubSettings(
                settings.endpoint,
                cache,
                token,
                read.flag("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"),
                ProxySettings.from(environment),
                settings.retries,
                settings.connectTimeout,
                timeout,
                settings.parallelFiles);
    }

    /** {@return the same with this token} */
    public HubSettings withToken(String value) {
        return new HubSettings(
                endpoint,
                cache,
                Optional.of(value),
                offline,
                proxies,
                retries,
                connectTimeout,
                readTimeout,
                parallelFiles);
    }

    /** {@return the same, with or without network} */
    public HubSettings withOffline(boolean value) {
        return new HubSettings(
                endpoint, cache, token, value, proxies, retries, connectTimeout, readTimeout, parallelFiles);
    }

    /** {@return the same with these proxies} */
    public HubSettings withProxies(ProxySettings value) {
        return new HubSettings(
                endpoint, cache, token, offline, value, retries, connectTimeout, readTimeout, parallelFiles);
    }

    /** {@return the same with this policy} */
    public HubSettings withRetries(RetryPolicy value) {
        return new HubSettings(
                endpoint, cache, token, offline, proxies, value, connectTimeout, readTimeout, parallelFiles);
    }

    /** {@return the same with this bound on a server's silence} */
    public HubSettings withReadTimeout(Duration value) {
        return new HubSettings(endpoint, cache, token, offline, proxies, retries, connectTimeout, value, parallelFiles);
    }

    /** {@return the same with this many files at a time} */
    public HubSettings withParallelFiles(int value) {
        return new HubSettings(endpoint, cache, token, offline, proxies, retries, connectTimeout, readTimeout, value);
    }

    /** Without the token, so that it never reaches a log. */
    @Override
    public String toString() {
        return "HubSettings[endpoint=" + endpoint + ", cache=" + cache + ", token="
                + (token.isPresent() ? "set" : "none") + ", offline=" + offline + ", " + proxies + "]";
    }

    private static Optional<String> readToken(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the token file " + file + " cannot be read; correct its permissions or set HF_TOKEN", e);
        }
    }

    private static Duration seconds(String text) {
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException(
                    "HF_HUB_DOWNLOAD_TIMEOUT must be whole seconds above 0, found '" + text + "'");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private record Variables(Map<String, String> environment, Path userHome) {
        Optional<String> text(String... names) {
            return List.of(names).stream()
                    .map(environment::get)
                    .filter(value -> value != null && !value.isBlank())
                    .map(String::strip)
                    .findFirst();
        }

        Optional<Path> path(String... names) {
            return text(names).map(this::expand).map(Path::of);
        }

        boolean flag(String... names) {
            return text(names)
                    .map(value -> List.of("1", "ON", "YES", "TRUE").contains(value.toUpperCase(Locale.ROOT)))
                    .orElse(false);
        }

        private String expand(String value) {
            var text = value.equals("~") || value.startsWith("~/") ? userHome + value.substring(1) : value;
            return VARIABLE.matcher(text).replaceAll(found -> {
                var name = found.group(1) != null ? found.group(1) : found.group(2);
                return Matcher.quoteReplacement(environment.getOrDefault(name, found.group()));
            });
        }
    }
}
