package io.github.emotion4j.data.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A file that is to be published.
 *
 * @param path in the repository
 * @param source on the disk
 * @param size in bytes
 */
record UploadFile(String path, Path source, long size) {
    private static final int SAMPLE = 512;
    private static final int PIECE = 1 << 16;

    /** {@return the files of the folder and its subfolders, by path; hidden ones and what is unfinished are left out} */
    static List<UploadFile> of(Path folder) throws IOException {
        var files = new ArrayList<UploadFile>();
        // Links are followed: a snapshot of the local store consists of them.
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 20, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                return isHidden(visited) && !visited.equals(folder)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(file)) {
                    var path = folder.relativize(file).toString().replace('\\', '/');
                    files.add(new UploadFile(RepoFile.named(path).path(), file, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(UploadFile::path));
        return files;
    }

    /** {@return the first bytes, by which the hub tells text from binary, in Base64} */
    String sample() throws IOException {
        try (var stream = Files.newInputStream(source)) {
            return Base64.getEncoder().encodeToString(stream.readNBytes(SAMPLE));
        }
    }

    String base64() throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(source));
    }

    String sha256() throws IOException {
        return hash(ContentHash.newDigest(ContentHash.Algorithm.SHA256));
    }

    String gitBlob() throws IOException {
        return hash(new ContentHash(ContentHash.Algorithm.GIT_BLOB, "0".repeat(40)).digest(size));
    }

    /** {@return a body of these bytes, with a length, since storage services take no chunked bodies; read anew for each try} */
    Supplier<HttpRequest.BodyPublisher> body(long from, long length, LongConsumer sent) {
        return () -> HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> open(from, length, sent)), Math.max(1, length));
    }

    private InputStream open(long from, long length, LongConsumer sent) {
        try {
            var stream = Files.newInputStream(source);
            stream.skipNBytes(from);
            return new Slice(stream, length, sent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String hash(MessageDigest digest) throws IOException {
        try (var stream = Files.newInputStream(source)) {
            var piece = new byte[PIECE];
            for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
                digest.update(piece, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean isHidden(Path path) {
        var name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.endsWith(HubCache.INCOMPLETE) || name.endsWith(".tmp");
    }

    /** So many bytes of a stream, counted as they are read. */
    private static final class Slice extends FilterInputStream {
        private final LongConsumer sent;
        private final long length;
        private long left;

        Slice(InputStream stream, long length, LongConsumer sent) {
            super(stream);
            this.length = length;
            this.left = length;
            this.sent = sent;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = super.read(target, offset, (int) Math.min(count, left));
            if (read > 0) {
                left -= read;
                sent.accept(length - left);
            }
            return read;
        }
    }
}
