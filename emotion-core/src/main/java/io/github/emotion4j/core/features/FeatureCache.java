package io.github.emotion4j.core.features;

import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Features on disk under a name made of everything that decides them, so that a second classifier on the same texts costs seconds. What was not
 * asked for longest is deleted when the folder exceeds its limit.
 *
 * <p>Stateless and thread-safe, also across processes.
 *
 * @param directory the folder of the files, made when first written to
 * @param maxBytes what the folder may hold, at least 0
 */
public record FeatureCache(Path directory, long maxBytes) {

    private static final String SUFFIX = ".npy";

    /** Checks the range given above. */
    public FeatureCache {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("the size of the cache must be >= 0, found " + maxBytes);
        }
    }

    /**
     * The name of some features.
     *
     * @param checkpointSha256 identifies weights and tokenizer
     * @param pooling how hidden states became one vector
     * @param maxLength the limit that texts were cut to
     * @param texts the texts, in order
     */
    public static String key(String checkpointSha256, Pooling pooling, int maxLength, List<String> texts) {
        MessageDigest digest = sha256();
        update(digest, checkpointSha256);
        update(digest, pooling.name());
        update(digest, Integer.toString(maxLength));
        texts.forEach(text -> update(digest, text));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The features of that name, if they are there and whole. */
    public Optional<NpyFile.Matrix> get(String key) throws IOException {
        Path file = file(key);
        try {
            NpyFile.Matrix matrix = NpyFile.read(file);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(matrix);
        } catch (NoSuchFileException | InvalidDataException e) {
            return Optional.empty();
        }
    }

    /** Keeps features, unless they alone exceed the limit. */
    public void put(String key, NpyFile.Matrix matrix) throws IOException {
        if ((long) matrix.values().length * Float.BYTES > maxBytes) {
            return;
        }
        Files.createDirectories(directory);
        NpyFile.write(file(key), matrix);
        trim();
    }

    private void trim() throws IOException {
        record Entry(Path file, long bytes, FileTime used) {}
        var entries = new ArrayList<Entry>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
                try {
                    entries.add(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
                } catch (NoSuchFileException e) {
                    continue; // another process trims too
                }
            }
        }
        entries.sort(Comparator.comparing(Entry::used).reversed());
        long sum = 0;
        for (Entry entry : entries) {
            sum += entry.bytes();
            if (sum > maxBytes) {
                Files.deleteIfExists(entry.file());
            }
        }
    }

    private Path file(String key) {
        return directory.resolve(key + SUFFIX);
    }

    /** With its length, so that no two lists of texts are the same bytes. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
