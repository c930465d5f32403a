package io.github.emotion4j.data.hub;

import io.github.emotion4j.data.hub.HubException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Fetches one file of a commit as a verified blob. A broken transfer goes on where it stopped, within this call and in a later one, as long as the server
 * answers a Range request as asked (206, from the right byte, of the same length and etag). Thread-safe.
 */
final class FileDownload {
    private static final Logger LOG = LoggerFactory.getLogger(FileDownload.class);
    private static final Pattern SAFE_ETAG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+=-]{0,199}");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    private final HubSettings settings;
    private final HubHttp http;
    private final HubCache cache;
    private final BlobStorage storage;

    FileDownload(HubSettings settings, HubHttp http, HubCache cache, BlobStorage storage) {
        this.settings = settings;
        this.http = http;
        this.cache = cache;
        this.storage = storage;
    }

    /** What the hub says of a file before it is fetched. */
    private record Promise(
            HubId id, String commit, String path, String etag, OptionalLong size, Optional<ContentHash> hash) {}

    /**
     * @return the blob, in the store, whose size and hash are right
     * @throws HubException where that is not possible
     */
    Path fetch(HubId id, String commit, RepoFile file, ProgressListener listener) throws IOException {
        var promise = ask(id, commit, file);
        var blob = cache.blob(id, promise.etag());
        HubCache.makeFolder(blob.getParent());
        try (var lock = CacheLock.acquire(cache.lockFile(id, promise.etag()))) {
            if (isThere(blob, promise)) {
                LOG.debug("{} of {} is stored already", file.path(), id);
            } else {
                // Without a lock, a name of our own: two processes must not write one file.
                var mark = lock.exclusive() ? ".emotion" : "." + HubCache.shortId();
                transfer(promise, blob, blob.resolveSibling(promise.etag() + mark + HubCache.INCOMPLETE), listener);
            }
        } catch (HubException e) {
            throw e;
        } catch (IOException e) {
            throw PartialFile.explain(blob, e);
        }
        long size = Files.size(blob);
        listener.progressed(file.path(), size, OptionalLong.of(size));
        return blob;
    }

    private Promise ask(HubId id, String commit, RepoFile file) throws IOException {
        try (var answer = http.send(HubRequest.head(http.file(id, commit, file.path()), id, file.path()))) {
            var etag = answer.hubHeader("X-Linked-Etag")
                    .or(() -> answer.headers().firstValue("ETag"))
                    .map(FileDownload::normalise)
                    .or(file::hash)
                    .orElseThrow(() -> new HubException(
                            Kind.UNEXPECTED_ANSWER,
                            file.path() + " of " + id + ": the server names no etag. Is HF_ENDPOINT a hub?"));
            if (!SAFE_ETAG.matcher(etag).matches()) {
                throw new HubException(
                        Kind.UNEXPECTED_ANSWER,
                        file.path() + " of " + id + ": the server's etag cannot name a file. Is HF_ENDPOINT a hub?");
            }
            var linked = answer.number("X-Linked-Size");
            var size = linked.isPresent() || answer.isRedirect() ? linked : answer.number("Content-Length");
            return new Promise(
                    id,
                    commit,
                    file.path(),
                    etag,
                    size.isPresent() ? size : file.size(),
                    ContentHash.of(etag).or(() -> file.hash().flatMap(ContentHash::of)));
        }
    }

    private static String normalise(String etag) {
        return etag.replaceFirst("^W/", "").replaceAll("^\"|\"$", "");
    }

    /** Whoever put it there, a blob of another size is not the one. */
    private static boolean isThere(Path blob, Promise promise) throws IOException {
        return Files.isRegularFile(blob)
                && (promise.size().isEmpty() || promise.size().getAsLong() == Files.size(blob));
    }

    private void transfer(Promise promise, Path blob, Path unfinished, ProgressListener listener) throws IOException {
        boolean retriedDamage = false;
        try (var partial = PartialFile.open(storage, unfinished, promise.size(), promise.hash())) {
            partial.requireSpace();
            listener.progressed(promise.path(), partial.size(), promise.size());
            while (true) {
                boolean resumed = partial.size() > 0;
                try {
                    fill(promise, partial, listener);
                    partial.becomes(blob);
                    return;
                } catch (HubException e) {
                    if (e.kind() != Kind.DAMAGED || retriedDamage) {
                        throw explainDamage(promise, e);
                    }
                    LOG.warn(
                            "{}; fetching it again from its beginning{}",
                            e.getMessage(),
                            resumed ? ", not resumed" : "");
                    retriedDamage = true;
                }
            }
        }
    }

    private static HubException explainDamage(Promise promise, HubException cause) {
        return cause.kind() != Kind.DAMAGED
                ? cause
                : new HubException(
                        Kind.DAMAGED,
                        promise.path() + " of " + promise.id() + " arrived damaged, twice: " + cause.getMessage()
                                + ". Nothing was stored. A proxy or mirror that changes files does this; try another network or HF_ENDPOINT",
                        cause);
    }

    /** Transfers until all bytes are there; tries without any new byte count, those with some start the count again. */
    private void fill(Promise promise, PartialFile partial, ProgressListener listener) throws IOException {
        int failures = 0;
        while (!partial.isFull()) {
            long before = partial.size();
            IOException broken;
            try {
                boolean ended = stream(promise, partial, listener);
                if (ended && (promise.size().isEmpty() || partial.isFull())) {
                    return;
                }
                broken = new IOException("the server closed the connection after " + partial.size() + " bytes");
            } catch (HubException | InterruptedIOException e) {
                throw e;
            } catch (BrokenStream e) {
                broken = e.cause;
            }
            failures = partial.size() > before ? 1 : failures + 1;
            if (failures >= settings.retries().attempts()) {
                throw new HubException(
                        Kind.SERVER_FAILED,
                        promise.path() + " of " + promise.id() + " broke off " + failures + " times in a row: "
                                + broken.getMessage() + ". Run it again later: the " + partial.size()
                                + " bytes that are there are kept",
                        broken);
            }
            http.pause(
                    failures,
                    Duration.ZERO,
                    Level.WARN,
                    promise.path() + " of " + promise.id() + ": " + broken.getMessage());
        }
    }

    /** One request. {@return whether the body came to its regular end} */
    private boolean stream(Promise promise, PartialFile partial, ProgressListener listener) throws IOException {
        var request =
                HubRequest.get(http.file(promise.id(), promise.commit(), promise.path()), promise.id(), promise.path());
        long from = partial.size();
        if (from > 0) {
            request = request.with("Range", "bytes=" + from + "-").expecting(416);
        }
        try (var answer = http.send(request)) {
            if (from > 0 && !continues(promise, answer, from)) {
                LOG.debug("{}: the server does not resume ({}); from the beginning", promise.path(), answer.status());
                partial.restart();
                if (answer.status() != 200) {
                    return false; // not the beginning either: ask anew
                }
            }
            if (answer.status() != 200 && answer.status() != 206) {
                throw new HubException(
                        Kind.UNEXPECTED_ANSWER,
                        promise.path() + " of " + promise.id() + ": "
                                + answer.uri().getHost() + " answered " + answer.status() + " where 200 was expected");
            }
            for (var buffers = next(answer.body()); !buffers.isEmpty(); buffers = next(answer.body())) {
                for (var buffer : buffers) {
                    partial.append(buffer);
                }
                listener.progressed(promise.path(), partial.size(), promise.size());
            }
            return true;
        }
    }

    /** Only bytes of the same content, from where ours end, may be appended. */
    private boolean continues(Promise promise, Answer answer, long from) {
        var range = CONTENT_RANGE.matcher(
                answer.headers().firstValue("Content-Range").orElse(""));
        if (answer.status() != 206 || !range.matches() || Long.parseLong(range.group(1)) != from) {
            return false;
        }
        boolean sameLength = promise.size().isEmpty()
                || range.group(2).equals("*")
                || Long.parseLong(range.group(2)) == promise.size().getAsLong();
        // A CDN has etags of its own, which say nothing here; the hub's on the way there does. The hash decides in the
        // end.
        boolean fromHub = answer.uri().getHost().equals(settings.endpoint().getHost());
        var etag = answer.hubHeader("X-Linked-Etag")
                .or(() -> fromHub ? answer.headers().firstValue("ETag") : Optional.empty())
                .map(FileDownload::normalise);
        boolean sameContent = etag.isEmpty() || etag.get().equals(promise.etag());
        return sameLength && sameContent;
    }

    private static List<ByteBuffer> next(TimedBody body) throws IOException {
        try {
            return body.next();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new BrokenStream(e);
        }
    }

    /** Tells a connection that broke from a disk that did. */
    private static final class BrokenStream extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient IOException cause;

        BrokenStream(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
