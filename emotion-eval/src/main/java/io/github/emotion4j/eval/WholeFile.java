package io.github.emotion4j.eval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files that appear whole or not at all: written beside their place, then renamed. */
public final class WholeFile {

    private WholeFile() {}

    /** Writes a file's content under a temporary name. */
    @FunctionalInterface
    public interface Content {

        /** Writes the whole content to the file, which does not exist yet. */
        void writeTo(Path file) throws IOException;
    }

    /**
     * Writes a file, replacing an older one; where this fails, the older one stays and nothing else is left.
     *
     * @throws IOException if its folder is missing or cannot be written to
     */
    public static void write(Path file, Content content) throws IOException {
        var target = file.toAbsolutePath();
        // Not Files.createTempFile: that makes the file private to its owner, and the permissions survive the renaming.
        var temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            content.writeTo(temporary);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException unsupported) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes a text in UTF-8. */
    public static void write(Path file, CharSequence text) throws IOException {
        write(file, temporary -> Files.writeString(temporary, text, StandardCharsets.UTF_8));
    }
}
