package io.github.emotion4j.core.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that appear whole or not at all: written beside their place, flushed to disk, then renamed. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes a file's content. */
    public interface Content {
        /** Writes everything to the channel, from its start. */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Checks that a file could be written at a place, before work is put into its content.
     *
     * @throws NoSuchFileException if its folder is missing
     * @throws FileSystemException if its folder is none or cannot be written to, or a folder lies at the place itself
     */
    public static void requirePlace(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory; expected the name of a file");
        }
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(
                    folder.toString(), null, "create it first, " + file.getFileName() + " is to lie there");
        }
        requireWritable(folder);
    }

    /**
     * Checks that a folder is there or could be made, before work is put into what goes there.
     *
     * @throws FileSystemException if it, or the nearest above it that exists, is none or cannot be written to
     */
    public static void requireFolder(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            if (Files.isSymbolicLink(existing)) {
                throw new FileSystemException(
                        existing.toString(), null, "is a link to nothing; remove it or choose another name");
            }
            existing = existing.getParent();
        }
        requireWritable(existing);
    }

    private static void requireWritable(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
    }

    /**
     * Writes a file under a name of its own and renames it when it is whole and on disk.
     *
     * @throws IOException if that fails; then the file is as it was before
     */
    public static void write(Path file, Content content) throws IOException {
        requirePlace(file);
        Path target = file.toAbsolutePath();
        Path temporary = temporarySibling(target);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A name nobody else uses. Not Files.createTempFile: that makes the file private to its owner, and the permissions survive the renaming. */
    static Path temporarySibling(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Writes all of the bytes, however many calls the system needs. */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
