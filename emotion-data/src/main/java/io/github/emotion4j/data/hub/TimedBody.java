package io.github.emotion4j.data.hub;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A response body that is pulled piece by piece and gives up when the server falls silent, which the JDK's client does not: its timeout ends with the
 * headers. For one reading thread.
 */
final class TimedBody implements HttpResponse.BodySubscriber<TimedBody>, Closeable {
    private static final int PREFETCHED = 8;

    private sealed interface Event {}

    private record Data(List<ByteBuffer> buffers) implements Event {}

    private record Failure(Throwable cause) implements Event {}

    private record End() implements Event {}

    private final Duration timeout;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile Flow.Subscription subscription;
    private boolean ended;

    TimedBody(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * @return the next piece; empty at the end
     * @throws IOException where the connection broke, or nothing came for as long as the timeout
     */
    List<ByteBuffer> next() throws IOException {
        if (ended) {
            return List.of();
        }
        var event = await();
        while (event instanceof Data data) {
            subscription.request(1);
            if (!data.buffers().isEmpty()) {
                return data.buffers();
            }
            event = await();
        }
        ended = true;
        if (event instanceof Failure failure) {
            throw new IOException("the connection broke: " + failure.cause().getMessage(), failure.cause());
        }
        if (event == null) {
            close();
            throw new HttpTimeoutException("the server sent nothing for " + timeout.toMillis() + " ms");
        }
        return List.of();
    }

    private Event await() throws InterruptedIOException {
        try {
            return events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading an answer");
        }
    }

    /**
     * @param limit what lies beyond it is left unread
     * @return the rest of the body
     */
    byte[] bytes(int limit) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var buffers = next(); !buffers.isEmpty() && bytes.size() < limit; buffers = next()) {
            for (var buffer : buffers) {
                var piece = new byte[buffer.remaining()];
                buffer.get(piece);
                bytes.writeBytes(piece);
            }
        }
        return bytes.toByteArray();
    }

    /** {@return the rest of the body as UTF-8} */
    String text(int limit) throws IOException {
        return new String(bytes(limit), StandardCharsets.UTF_8);
    }

    /** Drops what is unread; the connection is closed unless the body was read to its end. */
    @Override
    public void close() {
        ended = true;
        var active = subscription;
        if (active != null) {
            active.cancel();
        }
    }

    @Override
    public CompletionStage<TimedBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        started.request(PREFETCHED);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Data(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        events.add(new Failure(cause));
    }

    @Override
    public void onComplete() {
        events.add(new End());
    }
}
