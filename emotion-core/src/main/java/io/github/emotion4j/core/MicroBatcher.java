package io.github.emotion4j.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Gathers the texts of concurrent callers into batches: a request waits at most {@code maxDelay} for company, and the hardware sees rectangles
 * instead of single rows.
 *
 * <p>Thread-safe. One thread computes; stages that are attached to a future without an executor of their own run on it and must not block.
 * {@link #close()} answers what was accepted, then ends; the classifier stays open, it belongs to the caller.
 */
public final class MicroBatcher implements AutoCloseable {

    /** The last element of the queue: nothing is accepted after it. */
    private static final Request END = new Request(null, new CompletableFuture<>());

    private final EmotionClassifier classifier;
    private final Options options;
    private final BlockingQueue<Request> waiting = new LinkedBlockingQueue<>();
    private final Thread worker;
    private boolean closed; // guarded by this

    /**
     * How requests are gathered.
     *
     * @param maxBatch the most texts of a batch, at least 1; 1 switches gathering off
     * @param maxDelay how long the first request of a batch waits for others, at least 0, at most a minute; 0 takes only what is waiting already
     * @param maxWaiting the most requests that wait; one more is refused, so that an overloaded service says so instead of growing
     */
    public record Options(int maxBatch, Duration maxDelay, int maxWaiting) {

        /** Checks the ranges given above. */
        public Options {
            if (maxBatch < 1) {
                throw new IllegalArgumentException("the most texts of a batch must be >= 1, found " + maxBatch);
            }
            if (maxDelay.isNegative() || maxDelay.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new IllegalArgumentException("the delay must be between 0 and a minute, found " + maxDelay);
            }
            if (maxWaiting < 1) {
                throw new IllegalArgumentException("the most waiting requests must be >= 1, found " + maxWaiting);
            }
        }

        /** At most 32 texts, 2 ms and 10 000 waiting requests. */
        public static Options defaults() {
            return new Options(32, Duration.ofMillis(2), 10_000);
        }
    }

    /** Starts the computing thread. */
    public MicroBatcher(EmotionClassifier classifier, Options options) {
        this.classifier = Objects.requireNonNull(classifier, "classifier");
        this.options = Objects.requireNonNull(options, "options");
        this.worker = new Thread(this::work, "emotion-micro-batcher");
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * Accepts a text. The future completes with what {@link EmotionClassifier#predict(String)} gives, or exceptionally: with a
     * {@link RejectedExecutionException} if too many requests wait or the batcher is closed, with the classifier's exception if that fails. A
     * future that was cancelled in time costs no computation.
     *
     * @param text may be null: a {@linkplain Prediction#isRejected() rejected} prediction
     */
    public CompletableFuture<Prediction> predict(String text) {
        var answer = new CompletableFuture<Prediction>();
        synchronized (this) {
            if (closed) {
                answer.completeExceptionally(new RejectedExecutionException("the micro-batcher is closed"));
            } else if (waiting.size() >= options.maxWaiting()) {
                answer.completeExceptionally(new RejectedExecutionException(
                        waiting.size() + " requests are waiting; try again later or raise maxWaiting"));
            } else {
                waiting.add(new Request(text, answer));
            }
        }
        return answer;
    }

    /** Accepts no more, answers what was accepted, and waits for that unless called by a stage that runs on the computing thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                waiting.add(END);
            }
        }
        if (Thread.currentThread() == worker) {
            return;
        }
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        boolean more = true;
        while (more) {
            var batch = new ArrayList<Request>();
            more = gather(batch);
            answer(batch);
        }
    }

    /** Fills the next batch; false if it is the last one. */
    private boolean gather(List<Request> batch) {
        var next = poll(Long.MAX_VALUE);
        long deadline = System.nanoTime() + options.maxDelay().toNanos();
        while (next != null && next != END) {
            batch.add(next);
            if (batch.size() == options.maxBatch()) {
                return true;
            }
            next = poll(deadline - System.nanoTime());
        }
        return next != END;
    }

    private Request poll(long nanoseconds) {
        try {
            return waiting.poll(nanoseconds, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody but a stage of the caller's can have asked for that; the thread ends by close() alone.
            return waiting.poll();
        }
    }

    private void answer(List<Request> batch) {
        var wanted =
                batch.stream().filter(request -> !request.answer().isDone()).toList();
        List<Prediction> predictions;
        try {
            predictions = classifier.predict(wanted.stream().map(Request::text).toList());
        } catch (RuntimeException | Error e) {
            wanted.forEach(request -> request.answer().completeExceptionally(e));
            return;
        }
        for (int row = 0; row < wanted.size(); row++) {
            wanted.get(row).answer().complete(predictions.get(row));
        }
    }

    private record Request(String text, CompletableFuture<Prediction> answer) {}
}
