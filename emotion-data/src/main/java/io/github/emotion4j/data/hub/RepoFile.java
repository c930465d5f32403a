package io.github.emotion4j.data.hub;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One file of a repository. The path comes from a server or a disk and is checked here, once: it can never lead out of the folder it is resolved in.
 *
 * @param path relative, with {@code /}
 * @param size in bytes, where the hub says it
 * @param hash what its bytes must hash to, in hexadecimal digits (sha256 of a large file, git blob id of a small one), where the hub says it
 */
public record RepoFile(String path, OptionalLong size, Optional<String> hash) {
    private static final Pattern UNSAFE_CHARACTER = Pattern.compile("[\\\\:\\p{Cntrl}]");

    public RepoFile {
        if (!isSafe(path)) {
            throw new IllegalArgumentException("'" + path.replaceAll("\\p{Cntrl}", "?")
                    + "' is not a file name inside a repository; expected a relative path without '..', '\\' and ':'");
        }
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(hash, "hash");
    }

    /** {@return a file of which only the path is known} */
    public static RepoFile named(String path) {
        return new RepoFile(path, OptionalLong.empty(), Optional.empty());
    }

    /** {@return the path behind the last {@code /}} */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** {@return whether resolving this path in a folder stays inside, on every system} */
    static boolean isSafe(String path) {
        if (path.isEmpty()
                || path.length() > 1000
                || UNSAFE_CHARACTER.matcher(path).find()) {
            return false;
        }
        for (var part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false; // also '/etc/passwd', whose first part is empty
            }
        }
        return true;
    }
}
