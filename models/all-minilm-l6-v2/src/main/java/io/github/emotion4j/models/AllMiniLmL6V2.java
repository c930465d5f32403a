package io.github.emotion4j.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * The checkpoint sentence-transformers/all-MiniLM-L6-v2 (BERT, 6 layers of 384, uncased; Apache-2.0) from the class path: a directory with
 * {@code model.onnx}, {@code tokenizer.json} and {@code config.json} that needs no network.
 *
 * <p>Stateless and thread-safe, also across processes.
 */
public final class AllMiniLmL6V2 {

    /** The name of the checkpoint in the catalogue. */
    public static final String NAME = "all-MiniLM-L6-v2";

    /** SHA-256 of {@code model.onnx}, in hexadecimal digits. */
    public static final String SHA256 = "ca46f1a88a9c6e61b918af1ab38be3e7903b986616551f0a6f10a7ecc5730cd4";

    /** The files of the directory. */
    public static final List<String> FILES = List.of("config.json", "tokenizer.json", "NOTICE.txt", "model.onnx");

    private AllMiniLmL6V2() {}

    /**
     * The directory of the checkpoint. Where the artefact is a folder, it is that folder; where it is a jar, the files are copied once
     * (91 MB) to {@code $XDG_CACHE_HOME/emotion} or {@code ~/.cache/emotion} and found there afterwards.
     *
     * @throws UncheckedIOException if the files cannot be copied
     */
    public static Path directory() {
        try {
            URI source = resource(FILES.get(0)).toURI();
            if (source.getScheme().equals("file")) {
                return Objects.requireNonNull(Path.of(source).getParent());
            }
            return copiedTo(cache());
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException(
                    "the checkpoint " + NAME + " cannot be unpacked to " + cache() + " (" + e.getMessage()
                            + "); name another home folder with -Duser.home=DIR, or another cache with XDG_CACHE_HOME",
                    e));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The directory of the checkpoint below {@code cache}, copied there if it is not there yet: whole, or not at all.
     *
     * @param cache a folder for copies, made if missing
     * @throws IOException if the files cannot be copied
     */
    static Path copiedTo(Path cache) throws IOException {
        Path directory = cache.resolve(NAME + "-" + SHA256.substring(0, 12));
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Files.createDirectories(cache);
        Path unfinished = Files.createTempDirectory(cache, NAME + ".");
        try {
            for (String file : FILES) {
                try (InputStream in = resource(file).openStream()) {
                    Files.copy(in, unfinished.resolve(file));
                }
            }
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
            delete(unfinished); // another process was faster
        } catch (IOException e) {
            delete(unfinished);
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        return directory;
    }

    private static Path cache() {
        String base = System.getenv("XDG_CACHE_HOME");
        return (base == null || base.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base))
                .resolve("emotion");
    }

    private static URL resource(String file) {
        URL url = AllMiniLmL6V2.class.getResource(NAME + "/" + file);
        if (url == null) {
            throw new IllegalStateException("the artefact emotion-model-all-minilm-l6-v2 is incomplete: it has no "
                    + file + "; build it again");
        }
        return url;
    }

    private static void delete(Path directory) throws IOException {
        for (String file : FILES) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.deleteIfExists(directory);
    }
}
