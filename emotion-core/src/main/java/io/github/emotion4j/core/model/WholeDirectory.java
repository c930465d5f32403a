package io.github.emotion4j.core.model;

import io.github.emotion4j.core.checkpoint.AtomicFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory that appears whole or not at all: filled under another name beside its place, then renamed. What was there before stays until then. Close
 * it in any case; without {@link #finish()} nothing remains. Not thread-safe.
 */
public final class WholeDirectory implements AutoCloseable {

    private final Path target;
    private final Path filling;

    private WholeDirectory(Path target, Path filling) {
        this.target = target;
        this.filling = filling;
    }

    /**
     * Begins a directory.
     *
     * @param directory its place; missing, empty, or with a model of this library, which will be replaced
     * @throws FileAlreadyExistsException if something else is there
     */
    public static WholeDirectory at(Path directory) throws IOException {
        Path target = directory.toAbsolutePath().normalize();
        requireFree(target);
        Files.createDirectories(target.getParent());
        Path filling = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Files.createDirectory(filling);
        return new WholeDirectory(target, filling);
    }

    /**
     * Checks that {@link #at} would accept a place, before work is put into what goes there.
     *
     * @throws FileAlreadyExistsException if something else is there
     * @throws java.nio.file.FileSystemException if the nearest folder above that exists is none or cannot be written to
     */
    public static void requireFree(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> content = Files.list(directory)) {
                if (content.findAny().isEmpty() || Files.isRegularFile(directory.resolve(Manifest.NAME))) {
                    return;
                }
            }
            throw new FileAlreadyExistsException(directory.toString());
        }
        if (Files.exists(directory)) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        AtomicFile.requireFolder(directory);
    }

    /** Where the content goes. */
    public Path path() {
        return filling;
    }

    /** Makes the content visible at its place. */
    public void finish() throws IOException {
        if (Files.isDirectory(target)) {
            Path old = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".old");
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            try {
                Files.move(filling, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
                throw e;
            }
            delete(old);
        } else {
            Files.move(filling, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Removes what was not finished. */
    @Override
    public void close() throws IOException {
        if (Files.isDirectory(filling)) {
            delete(filling);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> content = Files.walk(directory)) {
            all = content.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
