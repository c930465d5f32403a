package io.github.emotion4j.data.hub;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One request and how it may be treated. Immutable.
 *
 * @param body made anew for every try
 * @param repository what it is about, for messages
 * @param subject what it is about in words, such as a file's name
 * @param crossesHosts whether redirects to another host are followed (without the token)
 * @param repeatable whether it may be sent again when it is unknown whether the server acted on the first
 * @param expected statuses from 400 on that the caller wants to see itself
 * @param patience added to the usual timeout, for large bodies
 */
record HubRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        Supplier<HttpRequest.BodyPublisher> body,
        Optional<HubId> repository,
        String subject,
        boolean crossesHosts,
        boolean repeatable,
        Set<Integer> expected,
        Duration patience) {

    static HubRequest get(URI uri, HubId repository, String subject) {
        return of("GET", uri, HttpRequest.BodyPublishers::noBody, repository, subject);
    }

    static HubRequest head(URI uri, HubId repository, String subject) {
        return of("HEAD", uri, HttpRequest.BodyPublishers::noBody, repository, subject)
                .crossingHosts(false);
    }

    static HubRequest post(URI uri, String json, HubId repository, String subject) {
        return of("POST", uri, () -> HttpRequest.BodyPublishers.ofString(json), repository, subject)
                .with("Content-Type", "application/json");
    }

    static HubRequest of(
            String method, URI uri, Supplier<HttpRequest.BodyPublisher> body, HubId repository, String subject) {
        return new HubRequest(
                method, uri, Map.of(), body, Optional.of(repository), subject, true, true, Set.of(), Duration.ZERO);
    }

    HubRequest with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new HubRequest(
                method, uri, all, body, repository, subject, crossesHosts, repeatable, expected, patience);
    }

    HubRequest crossingHosts(boolean value) {
        return new HubRequest(method, uri, headers, body, repository, subject, value, repeatable, expected, patience);
    }

    HubRequest once() {
        return new HubRequest(method, uri, headers, body, repository, subject, crossesHosts, false, expected, patience);
    }

    HubRequest expecting(Integer... statuses) {
        return new HubRequest(
                method, uri, headers, body, repository, subject, crossesHosts, repeatable, Set.of(statuses), patience);
    }

    HubRequest withPatience(Duration value) {
        return new HubRequest(
                method, uri, headers, body, repository, subject, crossesHosts, repeatable, expected, value);
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
