package io.github.emotion4j.data.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the bytes of a file must hash to. The hub names large files by their sha256 and small ones by their git blob id, and says so in the etag.
 *
 * @param algorithm how it is computed
 * @param hex the hash in lower-case hexadecimal digits
 */
record ContentHash(Algorithm algorithm, String hex) {
    enum Algorithm {
        SHA256("SHA-256", 64),
        /** SHA-1 over {@code "blob <size>\0"} and the content. */
        GIT_BLOB("SHA-1", 40);

        private final String name;
        private final int digits;

        Algorithm(String name, int digits) {
            this.name = name;
            this.digits = digits;
        }
    }

    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

    ContentHash {
        if (hex.length() != algorithm.digits || !HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a " + algorithm + " hash: " + hex);
        }
    }

    /** {@return the hash that an etag, a blob id or an LFS oid is, or empty where it is none} */
    static Optional<ContentHash> of(String text) {
        for (var algorithm : Algorithm.values()) {
            if (text.length() == algorithm.digits && HEX.matcher(text).matches()) {
                return Optional.of(new ContentHash(algorithm, text));
            }
        }
        return Optional.empty();
    }

    /**
     * @param size of the whole content in bytes; git hashes it too
     * @return a digest that the content is to be fed to
     */
    MessageDigest digest(long size) {
        var digest = newDigest(algorithm);
        if (algorithm == Algorithm.GIT_BLOB) {
            digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        return digest;
    }

    /** {@return whether the digest, which is thereby used up, is this hash} */
    boolean matches(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).equals(hex);
    }

    static MessageDigest newDigest(Algorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
        }
    }
}
