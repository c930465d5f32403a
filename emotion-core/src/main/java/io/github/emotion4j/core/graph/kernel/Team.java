package io.github.emotion4j.core.graph.kernel;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that execute lists of kernels together: all threads walk the same list, take chunks of the current kernel from a shared counter, and meet
 * before the next one. Between kernels they spin for a moment instead of going to sleep, which is what makes small batches fast.
 *
 * <p>Thread-safe: concurrent callers take turns. The threads are daemons and sleep while there is nothing to do.
 */
public final class Team {

    private static final int SPINS_BEFORE_YIELD = 2_000;
    private static final int YIELDS_BEFORE_SLEEP = 200;

    private final ReentrantLock turn = new ReentrantLock(true);
    private final Thread[] threads;
    private volatile Job job;
    private volatile boolean stopped;

    /**
     * A team of its own threads.
     *
     * @param size number of threads, at least 1
     */
    public Team(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a team needs at least one thread, found " + size);
        }
        threads = new Thread[size];
        for (int i = 0; i < size; i++) {
            threads[i] = new Thread(this::work, "emotion-compute-" + i);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /** The team that all models of this class loader share: one thread per processor, or as many as {@link #configure} said. */
    public static Team shared() {
        return Shared.team();
    }

    /**
     * Sets the size of the shared team. Call it before the first model is used.
     *
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    public static void configure(int threads) {
        Shared.replace(new Team(threads));
    }

    /** Number of threads. */
    public int size() {
        return threads.length;
    }

    /**
     * Executes kernels one after the other, each in parallel, and returns when all are done.
     *
     * @throws RuntimeException the first one a kernel threw; the kernels after it are not executed
     */
    public void run(List<Kernel> kernels, Pass pass) {
        turn.lock();
        boolean interrupted = false;
        try {
            if (stopped) {
                throw new IllegalStateException("this team of threads has been stopped");
            }
            Job mine = new Job(kernels.toArray(Kernel[]::new), pass, threads.length, Thread.currentThread());
            job = mine;
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
            }
            while (mine.finished.get() < threads.length) {
                LockSupport.park(mine);
                interrupted |= Thread.interrupted();
            }
            job = null;
            mine.rethrow();
        } finally {
            turn.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the threads once the pass in progress is done; idempotent. */
    public void stop() {
        turn.lock();
        try {
            stopped = true;
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
            }
        } finally {
            turn.unlock();
        }
    }

    private void work() {
        Gemm.useOneThread();
        var scratch = new Scratch();
        Job last = null;
        while (!stopped) {
            Job next = job;
            if (next == null || next == last) {
                LockSupport.park(this);
                continue;
            }
            next.execute(scratch);
            last = next;
        }
    }

    private static final class Job {
        private final Kernel[] kernels;
        private final Pass pass;
        private final int members;
        private final Thread caller;
        private final AtomicIntegerArray nextChunk;
        private final AtomicInteger arrived = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private volatile Throwable failure;

        Job(Kernel[] kernels, Pass pass, int members, Thread caller) {
            this.kernels = kernels;
            this.pass = pass;
            this.members = members;
            this.caller = caller;
            this.nextChunk = new AtomicIntegerArray(kernels.length);
        }

        void execute(Scratch scratch) {
            try {
                for (int step = 0; step < kernels.length; step++) {
                    takeChunks(step, scratch);
                    arrived.incrementAndGet();
                    await(members * (step + 1));
                }
            } finally {
                if (finished.incrementAndGet() == members) {
                    LockSupport.unpark(caller);
                }
            }
        }

        private void takeChunks(int step, Scratch scratch) {
            Kernel kernel = kernels[step];
            try {
                int chunks = kernel.chunks();
                int chunk;
                while (failure == null && (chunk = nextChunk.getAndIncrement(step)) < chunks) {
                    kernel.run(chunk, pass, scratch);
                }
            } catch (Throwable thrown) {
                failure = thrown;
            }
        }

        private void await(int target) {
            int waited = 0;
            while (arrived.get() < target) {
                waited++;
                if (waited < SPINS_BEFORE_YIELD) {
                    Thread.onSpinWait();
                } else if (waited < SPINS_BEFORE_YIELD + YIELDS_BEFORE_SLEEP) {
                    Thread.yield();
                } else {
                    LockSupport.parkNanos(20_000);
                }
            }
        }

        void rethrow() {
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }
    }

    /** Initialised on first use. */
    private static final class Shared {
        private static volatile Team team = new Team(Runtime.getRuntime().availableProcessors());

        static Team team() {
            return team;
        }

        static synchronized void replace(Team replacement) {
            Team old = team;
            team = replacement;
            old.stop();
        }
    }
}
