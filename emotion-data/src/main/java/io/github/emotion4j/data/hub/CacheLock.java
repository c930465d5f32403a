package io.github.emotion4j.data.hub;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one thread of one process at a time fetch one blob. The system releases the lock when its process dies. The lock file stays behind, as
 * huggingface_hub leaves its own: deleting it would let two processes lock two files of one name.
 */
final class CacheLock implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(CacheLock.class);
    private static final long POLL_MILLIS = 50;
    private static final long REPORT_MILLIS = 10_000;

    // POSIX drops a process's locks on a file when any of its descriptors of that file is closed, so within the process
    // a second descriptor must not exist.
    private static final ConcurrentMap<Path, Semaphore> IN_PROCESS = new ConcurrentHashMap<>();

    private final Semaphore permit;
    private final FileChannel channel;
    private final boolean exclusive;

    private CacheLock(Semaphore permit, FileChannel channel, boolean exclusive) {
        this.permit = permit;
        this.channel = channel;
        this.exclusive = exclusive;
    }

    /**
     * Waits until the lock is ours.
     *
     * @param file created with its folders where missing
     * @throws InterruptedIOException where the thread is interrupted while it waits
     */
    static CacheLock acquire(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var permit = IN_PROCESS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new Semaphore(1));
        try {
            permit.acquire();
        } catch (InterruptedException e) {
            throw interrupted(file);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new CacheLock(permit, channel, lock(channel, file));
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            permit.release();
            throw e;
        }
    }

    /** {@return whether nobody else can hold it; false on a file system without locks, where two processes may fetch the same blob} */
    boolean exclusive() {
        return exclusive;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close(); // releases the lock
        } finally {
            permit.release();
        }
    }

    private static boolean lock(FileChannel channel, Path file) throws IOException {
        long waited = 0;
        while (true) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return true;
                }
            } catch (OverlappingFileLockException e) {
                LOG.trace("{} is locked by another class loader of this process", file);
            } catch (IOException e) {
                LOG.debug("{} cannot be locked; going on without", file, e);
                return false;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                throw interrupted(file);
            }
            waited += POLL_MILLIS;
            if (waited % REPORT_MILLIS == 0) {
                LOG.info("waiting for another process that holds {}", file);
            }
        }
    }

    private static InterruptedIOException interrupted(Path file) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for " + file);
    }
}
