package io.github.emotion4j.core.train;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second training out of the directory of a run: it would remove the states of the first, which might then go on from the weights of the other.
 * The system releases the lock when its process dies, however it does; the file stays with the run.
 */
final class RunLock implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);

    // The system's locks are those of a process; among its threads this one decides.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private RunLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param path the directory of the run, made where it is missing
     * @throws FileSystemException if another training has it
     */
    static RunLock of(Path path) throws IOException {
        Files.createDirectories(path);
        Path directory = path.toRealPath();
        if (!HELD.add(directory)) {
            throw taken(path);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                throw taken(path);
            }
            return new RunLock(directory, channel);
        } catch (IOException | RuntimeException failure) {
            if (channel != null) {
                channel.close();
            }
            HELD.remove(directory);
            throw failure;
        }
    }

    private static boolean locked(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) { // this process holds it, by other code than this
            return false;
        } catch (IOException e) { // a file system without locks, as some of networks
            LOG.debug("the run cannot be locked: {}", e.toString());
            return true;
        }
    }

    private static FileSystemException taken(Path directory) {
        return new FileSystemException(
                directory.toString(), null, "another training is writing here; wait for it, or write to another place");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(directory);
        }
    }
}
