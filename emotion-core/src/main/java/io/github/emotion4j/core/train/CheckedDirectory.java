package io.github.emotion4j.core.train;

import io.github.emotion4j.core.graph.kernel.Floats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that appears whole or not at all, and in which every change of a byte is noticed: it is filled under a temporary name, flushed and renamed,
 * and {@value #CHECKSUMS} holds the CRC-32C of each other file, a line each. Not thread-safe.
 */
final class CheckedDirectory {

    static final String CHECKSUMS = "checksums.txt";

    private static final Logger LOG = LoggerFactory.getLogger(CheckedDirectory.class);

    /** Opens a new file for writing; a seam for tests that let writes fail. */
    interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    /** Files that must not exist yet. */
    static final Opener NEW_FILE =
            file -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /** Writes the files. */
    interface Content {
        void writeTo(Filling files) throws IOException;
    }

    private final Path directory;
    private final Map<String, String> checksums;

    private CheckedDirectory(Path directory, Map<String, String> checksums) {
        this.directory = directory;
        this.checksums = checksums;
    }

    /** Writes a directory, replacing an older one; where this fails, nothing of it is left. */
    static void write(Path target, Opener opener, Content content) throws IOException {
        Files.createDirectories(target.getParent());
        Path temporary = temporary(target);
        delete(temporary);
        Files.createDirectory(temporary);
        try {
            var files = new Filling(temporary, opener, new HashMap<>());
            content.writeTo(files);
            files.checksums();
            flush(temporary);
            delete(target);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException failure) {
            delete(temporary);
            throw failure;
        }
        flush(target.getParent());
    }

    /** Where a directory is while it is filled. */
    static Path temporary(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".tmp");
    }

    /** A directory that is being filled. */
    record Filling(Path directory, Opener opener, Map<String, String> written) {

        /** Writes a file of floats. */
        void floats(String name, Floats values) throws IOException {
            try (FileChannel channel = opener.open(directory.resolve(name))) {
                written.put(name, hexadecimal(FloatFile.write(channel, values)));
                channel.force(true);
            }
        }

        /** Writes a file of text. */
        void text(String name, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            try (FileChannel channel = opener.open(directory.resolve(name))) {
                var left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            written.put(name, hexadecimal(checksum(bytes)));
        }

        private void checksums() throws IOException {
            text(
                    CHECKSUMS,
                    written.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(file -> file.getValue() + " " + file.getKey() + "\n")
                            .collect(Collectors.joining()));
        }
    }

    /**
     * Opens a directory for reading.
     *
     * @throws IOException if there are no checksums
     */
    static CheckedDirectory open(Path directory) throws IOException {
        var checksums = new HashMap<String, String>();
        for (String line : Files.readString(directory.resolve(CHECKSUMS)).split("\n")) {
            int space = line.indexOf(' ');
            checksums.put(line.substring(space + 1), line.substring(0, Math.max(0, space)));
        }
        return new CheckedDirectory(directory, checksums);
    }

    /**
     * Reads a file of text.
     *
     * @throws IOException if it is missing or damaged
     */
    String text(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(name));
        requireChecksum(name, checksum(bytes));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Reads a file of floats without keeping anything.
     *
     * @throws IOException if it is missing or damaged, or does not hold so many floats
     */
    void check(String name, int size) throws IOException {
        requireChecksum(name, FloatFile.checksum(directory.resolve(name), size));
    }

    /**
     * Reads a file of floats into memory of the same size.
     *
     * @throws IOException if it is missing or damaged, or of another size; the memory then holds anything
     */
    void read(String name, Floats target) throws IOException {
        requireChecksum(name, FloatFile.read(directory.resolve(name), target));
    }

    private void requireChecksum(String name, long found) throws IOException {
        if (!hexadecimal(found).equals(checksums.get(name))) {
            throw new IOException(directory.resolve(name) + " is damaged: its checksum is not the one in " + CHECKSUMS);
        }
    }

    private static long checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }

    private static String hexadecimal(long checksum) {
        return String.format(Locale.ROOT, "%08x", checksum);
    }

    /** Makes the names in a directory durable where directories can be opened: everywhere but Windows. */
    private static void flush(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            LOG.trace("{} cannot be flushed: {}", directory, notHere.toString());
        }
    }

    /** Removes a directory with everything in it, if it is there. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            inside.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
