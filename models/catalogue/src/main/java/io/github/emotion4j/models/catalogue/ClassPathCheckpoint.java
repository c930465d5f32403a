package io.github.emotion4j.models.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checkpoint that travels as the resources of a Maven artefact, below {@code io/github/emotion4j/models}. Immutable and thread-safe, also across processes.
 *
 * @param owner a class of the artefact, whose loader finds the resources
 * @param name of the checkpoint in the catalogue, and of its folder
 * @param sha256 of {@code model.onnx}, in hexadecimal digits; tells copies of different releases apart
 * @param files of the folder, relative to it
 */
public record ClassPathCheckpoint(Class<?> owner, String name, String sha256, List<String> files) {

    private static final String RESOURCES = "/io/github/emotion4j/models/";

    /** Keeps a copy of the list. */
    public ClassPathCheckpoint {
        files = List.copyOf(files);
    }

    /**
     * The directory of the checkpoint. Where the artefact is a folder, it is in that folder; where it is a jar, the files are copied once to
     * {@code $XDG_CACHE_HOME/emotion} or {@code ~/.cache/emotion} and found there afterwards.
     *
     * @throws UncheckedIOException if the files cannot be copied
     */
    public Path directory() {
        try {
            String first = files.get(0);
            URI source = resource(first).toURI();
            if (source.getScheme().equals("file")) {
                Path folder = Path.of(source);
                for (Path step : Path.of(first)) {
                    folder = folder.resolveSibling(step).getParent();
                }
                return folder;
            }
            return copiedTo(cache());
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException(
                    "the checkpoint " + name + " cannot be unpacked to " + cache() + " (" + e.getMessage()
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
    public Path copiedTo(Path cache) throws IOException {
        Path directory = cache.resolve(name + "-" + sha256.substring(0, 12));
        if (files.stream().allMatch(file -> Files.isRegularFile(directory.resolve(file)))) {
            return directory;
        }
        Files.createDirectories(cache);
        Path unfinished = Files.createTempDirectory(cache, name + ".");
        try {
            for (String file : files) {
                Path target = unfinished.resolve(file);
                Files.createDirectories(target.getParent());
                try (InputStream in = resource(file).openStream()) {
                    Files.copy(in, target);
                }
            }
            delete(directory); // a copy by a release that had fewer files
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
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

    private URL resource(String file) {
        URL url = owner.getResource(RESOURCES + name + "/" + file);
        if (url == null) {
            throw new IllegalStateException(
                    "the artefact of " + name + " is incomplete: it has no " + file + "; build it again");
        }
        return url;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> content = Files.walk(directory)) {
                for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
