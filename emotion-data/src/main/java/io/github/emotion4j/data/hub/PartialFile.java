package io.github.emotion4j.data.hub;

import io.github.emotion4j.data.hub.HubException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A blob on its way into the store: what has arrived, hashed as it arrives. It becomes the blob by a rename, only when size and hash are right. For one
 * thread.
 */
final class PartialFile implements Closeable {
    private static final int PIECE = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final OptionalLong expectedSize;
    private final Optional<ContentHash> expectedHash;
    private MessageDigest digest;
    private long size;

    private PartialFile(Path path, FileChannel channel, OptionalLong expectedSize, Optional<ContentHash> hash) {
        this.path = path;
        this.channel = channel;
        this.expectedSize = expectedSize;
        this.expectedHash = hash;
    }

    /**
     * Opens it and hashes what an earlier try has left there.
     *
     * @param hash without it only the size is checked; a git hash needs the size too
     */
    static PartialFile open(BlobStorage storage, Path path, OptionalLong size, Optional<ContentHash> hash)
            throws IOException {
        var checked = hash.filter(known -> known.algorithm() == ContentHash.Algorithm.SHA256 || size.isPresent());
        try {
            var partial = new PartialFile(path, storage.open(path), size, checked);
            try {
                partial.takeUp();
                return partial;
            } catch (IOException | RuntimeException e) {
                partial.close();
                throw e;
            }
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    /** {@return how many bytes are there} */
    long size() {
        return size;
    }

    /** {@return whether all bytes are there} */
    boolean isFull() {
        return expectedSize.isPresent() && size == expectedSize.getAsLong();
    }

    void append(ByteBuffer bytes) throws IOException {
        if (expectedSize.isPresent() && size + bytes.remaining() > expectedSize.getAsLong()) {
            restart();
            throw damaged("more than the " + expectedSize.getAsLong() + " bytes that the hub announced arrived");
        }
        digest.update(bytes.duplicate());
        try {
            while (bytes.hasRemaining()) {
                size += channel.write(bytes, size);
            }
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    /** Forgets everything that has arrived. */
    void restart() throws IOException {
        channel.truncate(0);
        size = 0;
        digest = newDigest();
    }

    /**
     * Checks size and hash and renames it.
     *
     * @throws HubException where either is wrong; what has arrived is deleted then, since nothing says which part of it is
     */
    void becomes(Path blob) throws IOException {
        if (expectedSize.isPresent() && size != expectedSize.getAsLong()) {
            var finding = String.format(
                    Locale.ROOT, "%d bytes arrived where the hub announced %d", size, expectedSize.getAsLong());
            restart();
            throw damaged(finding);
        }
        if (expectedHash.isPresent() && !expectedHash.get().matches(digest)) {
            restart();
            throw damaged("its " + expectedHash.get().algorithm() + " is not "
                    + expectedHash.get().hex());
        }
        try {
            channel.force(false); // otherwise a power cut could leave a blob of zeros under its final name
            channel.close();
            Files.move(path, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw explain(path, e);
        }
    }

    @Override
    public void close() throws IOException {
        boolean empty = channel.isOpen() && size == 0;
        channel.close();
        if (empty) {
            Files.deleteIfExists(path);
        }
    }

    /** {@return the error with what to do where the disk is full, itself otherwise} */
    static IOException explain(Path path, IOException error) {
        var text = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = text.contains("no space left")
                || text.contains("not enough space")
                || text.contains("disk full")
                || text.contains("quota exceeded");
        return full && !(error instanceof HubException) ? full(path, error) : error;
    }

    /** Refuses early where the rest cannot fit. */
    void requireSpace() throws IOException {
        if (expectedSize.isPresent()) {
            long usable = Files.getFileStore(path.getParent()).getUsableSpace();
            if (expectedSize.getAsLong() - size > usable) {
                throw new HubException(
                        Kind.DISK_FULL,
                        String.format(
                                Locale.ROOT,
                                "%s needs %s and %s are free; free some, or let HF_HOME name a folder on a larger disk",
                                path.getParent(),
                                DownloadPlan.human(expectedSize.getAsLong() - size),
                                DownloadPlan.human(usable)));
            }
        }
    }

    private static HubException full(Path path, IOException cause) {
        return new HubException(
                Kind.DISK_FULL,
                "no space left for " + path.getParent()
                        + "; free some, or let HF_HOME name a folder on a larger disk, and run it again: what was fetched is kept",
                cause);
    }

    private void takeUp() throws IOException {
        digest = newDigest();
        if (expectedSize.isPresent() && channel.size() > expectedSize.getAsLong()) {
            restart();
            return;
        }
        var piece = ByteBuffer.allocate(PIECE);
        while (channel.read(piece, size) > 0) {
            size += piece.position();
            digest.update(piece.flip());
            piece.clear();
        }
    }

    private MessageDigest newDigest() {
        return expectedHash
                .map(hash -> hash.digest(expectedSize.orElse(0)))
                .orElseGet(() -> ContentHash.newDigest(ContentHash.Algorithm.SHA256));
    }

    private HubException damaged(String finding) {
        return new HubException(Kind.DAMAGED, path.getFileName() + ": " + finding);
    }
}
