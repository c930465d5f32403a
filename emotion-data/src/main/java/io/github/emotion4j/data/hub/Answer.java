package io.github.emotion4j.data.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server answered in the end. To be closed unless the body is read to its end.
 *
 * @param uri where it came from, after redirects
 * @param earlier the hub's headers of the redirects on the way, by lower-case name: a CDN does not repeat them
 */
record Answer(int status, HttpHeaders headers, Map<String, String> earlier, URI uri, TimedBody body)
        implements Closeable {
    private static final int JSON_LIMIT = 64 << 20;

    /** {@return a header of the hub, be it of this answer or of a redirect before} */
    Optional<String> hubHeader(String name) {
        return headers.firstValue(name)
                .or(() -> Optional.ofNullable(earlier.get(name.toLowerCase(java.util.Locale.ROOT))));
    }

    OptionalLong number(String header) {
        return hubHeader(header)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    boolean isRedirect() {
        return status / 100 == 3;
    }

    JsonElement json() throws IOException {
        try {
            return JsonParser.parseString(body.text(JSON_LIMIT));
        } catch (JsonParseException e) {
            throw new HubException(
                    HubException.Kind.UNEXPECTED_ANSWER,
                    uri.getHost()
                            + " did not answer with JSON. Is HF_ENDPOINT a hub? Does a proxy answer in its place?",
                    e);
        }
    }

    @Override
    public void close() {
        body.close();
    }
}
