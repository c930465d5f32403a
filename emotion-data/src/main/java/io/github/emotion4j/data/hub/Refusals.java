package io.github.emotion4j.data.hub;

import io.github.emotion4j.data.hub.HubException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Turns statuses, the hub's error headers and broken connections into messages that say what to do. */
final class Refusals {
    private static final String LOG_IN =
            "log in with a token of https://huggingface.co/settings/tokens: set HF_TOKEN, or store it as Python's tools do (hf auth login)";

    private Refusals() {}

    static HubException of(HubRequest request, Answer answer, String text, boolean tokenSent) {
        var code = answer.headers().firstValue("X-Error-Code").orElse("");
        var said = answer.headers()
                .firstValue("X-Error-Message")
                .or(() -> jsonError(text))
                .map(message -> " (the hub says: " + brief(message) + ")")
                .orElse("");
        var repository = request.repository().map(HubId::toString).orElse("the hub");
        var subject = request.subject().isEmpty() ? repository : request.subject() + " of " + repository;
        int status = answer.status();
        if (code.equals("GatedRepo")) {
            return new HubException(
                    Kind.GATED,
                    repository + " is gated: its owners ask readers to accept conditions. Open "
                            + page(answer.uri(), request) + ", accept them, and " + LOG_IN + said);
        }
        if (code.equals("RevisionNotFound")) {
            return new HubException(
                    Kind.REVISION_NOT_FOUND,
                    repository + ": there is no such revision; name an existing branch, tag or commit, or none for main"
                            + said);
        }
        if (code.equals("EntryNotFound")) {
            return new HubException(
                    Kind.FILE_NOT_FOUND, subject + " does not exist; list the repository's files on its page" + said);
        }
        if (status == 401 && tokenSent && !code.equals("RepoNotFound")) {
            return new HubException(
                    Kind.UNAUTHORIZED,
                    subject + ": the hub does not accept the token (401). Is it expired? Then " + LOG_IN + said);
        }
        if (code.equals("RepoNotFound") || status == 404 && request.subject().isEmpty()) {
            return new HubException(
                    Kind.REPOSITORY_NOT_FOUND,
                    repository + " does not exist, or is private (" + status + "). Correct the name, or "
                            + (tokenSent ? "use a token that may read it" : LOG_IN) + said);
        }
        return switch (status) {
            case 401 ->
                new HubException(
                        Kind.UNAUTHORIZED,
                        subject + " is not open to everybody, or does not exist (401). Correct the name, or " + LOG_IN
                                + said);
            case 403 ->
                new HubException(
                        Kind.FORBIDDEN,
                        subject + ": the hub forbids it (403). "
                                + (tokenSent ? "Use a token with the right to do this" : "To be allowed, " + LOG_IN)
                                + said);
            case 404 -> new HubException(Kind.FILE_NOT_FOUND, subject + " does not exist (404)" + said);
            case 407 ->
                new HubException(
                        Kind.UNREACHABLE,
                        "the proxy asks for a login (407). Put user:password@ into HTTPS_PROXY; for https also start Java with "
                                + "-Djdk.http.auth.tunneling.disabledSchemes=");
            case 429 ->
                new HubException(
                        Kind.RATE_LIMITED,
                        subject + ": too many requests (429). Wait "
                                + RetryPolicy.askedFor(answer.headers(), java.time.Instant.now())
                                        .map(pause -> pause.toSeconds() + " s")
                                        .orElse("some minutes")
                                + (tokenSent ? "" : ", or " + LOG_IN + " for a higher limit") + said);
            case 400, 409, 412, 413, 422 ->
                new HubException(
                        Kind.REFUSED,
                        subject + ": the hub does not accept it (" + status + "); correct what it names" + said);
            default ->
                new HubException(
                        status >= 500 ? Kind.SERVER_FAILED : Kind.UNEXPECTED_ANSWER,
                        subject + ": " + answer.uri().getHost() + " answered " + status + ". "
                                + (status >= 500 ? "Try again later" : "Is the address right?") + said);
        };
    }

    static HubException unreachable(HubRequest request, URI uri, IOException cause) {
        var host = uri.getHost();
        var kind = Kind.UNREACHABLE;
        String message;
        if (causedBy(cause, UnresolvedAddressException.class) || causedBy(cause, UnknownHostException.class)) {
            message = "no network, or no such host: " + host
                    + ". Connect, correct HF_ENDPOINT or set HTTPS_PROXY; set HF_HUB_OFFLINE=1 to use only what is stored";
        } else if (cause instanceof SSLException) {
            message = "no secure connection to " + host + ": " + brief(cause.getMessage())
                    + ". Behind a proxy that re-encrypts, its certificate belongs into the Java trust store";
        } else if (isConnecting(cause)) {
            message = "no connection to " + host + (uri.getPort() > 0 ? ":" + uri.getPort() : "")
                    + ". Check the network and HTTPS_PROXY; set HF_HUB_OFFLINE=1 to use only what is stored";
        } else {
            kind = Kind.SERVER_FAILED;
            message = "the connection to " + host + " broke off: " + brief(String.valueOf(cause.getMessage()))
                    + ". Run it again: what was fetched is kept";
        }
        return new HubException(kind, request.repository().map(id -> id + ": ").orElse("") + message, cause);
    }

    /** {@return whether no connection came about, so that nothing was sent} */
    static boolean isConnecting(IOException cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    private static boolean causedBy(Throwable error, Class<? extends Throwable> type) {
        for (var cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String page(URI uri, HubRequest request) {
        return uri.resolve("/"
                        + request.repository()
                                .map(id -> id.type().pagePrefix() + id.name())
                                .orElse(""))
                .toString();
    }

    private static Optional<String> jsonError(String text) {
        var found = java.util.regex.Pattern.compile("\"error\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.){1,300})")
                .matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String brief(String text) {
        var line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
