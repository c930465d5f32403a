package io.github.emotion4j.data.hub;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which requests go through a proxy, by the rules of {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY}. Immutable.
 *
 * <p>A user and password in the address are sent to the proxy. For https the JDK sends them only when it is started with
 * {@code -Djdk.http.auth.tunneling.disabledSchemes=}, since Basic is disabled for tunnels by default.
 *
 * @param http the proxy for http addresses
 * @param https the proxy for https addresses
 * @param direct hosts that are reached directly: a name also means its subdomains, {@code host:port} one port, {@code *} everything
 */
public record ProxySettings(Optional<URI> http, Optional<URI> https, List<String> direct) {
    /** No proxy at all. */
    public static final ProxySettings NONE = new ProxySettings(Optional.empty(), Optional.empty(), List.of());

    public ProxySettings {
        Objects.requireNonNull(http, "http");
        Objects.requireNonNull(https, "https");
        direct = List.copyOf(direct);
    }

    /**
     * @param environment variables in either case; lower case wins, as in curl
     * @return the proxies that they name
     * @throws IllegalArgumentException where a variable does not hold an http address
     */
    public static ProxySettings from(Map<String, String> environment) {
        var all = value(environment, "ALL_PROXY");
        var direct = value(environment, "NO_PROXY").stream()
                .flatMap(hosts -> List.of(hosts.split("[,\\s]+")).stream())
                .filter(host -> !host.isBlank())
                .toList();
        return new ProxySettings(
                value(environment, "HTTP_PROXY").or(() -> all).map(ProxySettings::address),
                value(environment, "HTTPS_PROXY").or(() -> all).map(ProxySettings::address),
                direct);
    }

    /** {@return the proxy for this address, or empty where it is reached directly} */
    public Optional<URI> proxyFor(URI target) {
        var host = bare(target.getHost());
        var port = target.getPort() >= 0 ? target.getPort() : target.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        if (direct.stream().anyMatch(rule -> matches(rule, host, port))) {
            return Optional.empty();
        }
        return target.getScheme().equalsIgnoreCase("https") ? https : http;
    }

    /** {@return the value of {@code Proxy-Authorization} for this address, where its proxy has a user} */
    Optional<String> authorizationFor(URI target) {
        return proxyFor(target)
                .map(URI::getUserInfo)
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    /** Without the user and password of a proxy. */
    @Override
    public String toString() {
        return "ProxySettings[http=" + http.map(URI::getHost).orElse("-") + ", https="
                + https.map(URI::getHost).orElse("-") + ", direct=" + direct + "]";
    }

    private static boolean matches(String rule, String host, int port) {
        var wanted = bare(rule);
        int colon = wanted.lastIndexOf(':');
        if (colon > 0 && wanted.indexOf(':') == colon) { // not an IPv6 address
            if (!wanted.substring(colon + 1).equals(Integer.toString(port))) {
                return false;
            }
            wanted = wanted.substring(0, colon);
        }
        wanted = wanted.startsWith("*.") ? wanted.substring(2) : wanted.startsWith(".") ? wanted.substring(1) : wanted;
        return wanted.equals("*") || host.equals(wanted) || host.endsWith("." + wanted);
    }

    private static String bare(String host) {
        return host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT)))
                .filter(text -> !text.isBlank())
                .or(() -> Optional.ofNullable(environment.get(name)))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static URI address(String text) {
        var uri = URI.create(text.contains("://") ? text : "http://" + text);
        if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
            // The value may hold a password, so it is not repeated.
            throw new IllegalArgumentException(
                    "a proxy variable does not hold an address of the form http://[user:password@]host:port; "
                            + "correct HTTP_PROXY, HTTPS_PROXY or ALL_PROXY (SOCKS and https proxies are not supported)");
        }
        return uri;
    }
}
