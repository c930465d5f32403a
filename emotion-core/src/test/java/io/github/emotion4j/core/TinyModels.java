package io.github.emotion4j.core;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Model directories that transformers wrote (make_tiny_models.py), with the logits that it computes. */
final class TinyModels {

    private TinyModels() {}

    /** "tiny-distilbert" or "tiny-bert". */
    static Path path(String name) {
        try {
            return Path.of(TinyModels.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** A copy that may be changed. */
    static Path copy(String name, Path folder) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        try (var files = Files.list(path(name))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }
}
