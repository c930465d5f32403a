package io.github.emotion4j.cli;

import io.github.emotion4j.data.hub.HubId;
import io.github.emotion4j.models.AllMiniLmL6V2;
import io.github.emotion4j.models.catalogue.Catalogue;
import io.github.emotion4j.models.catalogue.CatalogueEntry;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds what a MODEL argument names: a directory, an ONNX file, a checkpoint of the catalogue, or one on the hub. */
public final class Models {

    private final Output output;

    /** Looks for models on behalf of a command. */
    public Models(Session session) {
        this.output = session.output();
    }

    /**
     * The directory or ONNX file of a model; one of the hub is fetched if it is not in the local store.
     *
     * @throws IOException if there is no such model, or it cannot be fetched
     */
    public Path locate(String model) throws IOException {
        if (model.isBlank()) {
            throw Problem.usage(
                    "expected a model, found an empty name; give a directory, an ONNX file or a name (emotion models list)");
        }
        Path path = Path.of(model);
        if (Files.exists(path)) {
            if (!Files.isReadable(path)) {
                throw new AccessDeniedException(model);
            }
            return path;
        }
        Optional<CatalogueEntry> known = Catalogue.load().find(model);
        if (known.isPresent()) {
            Optional<Path> here = embedded(known.get());
            return here.isPresent()
                    ? here.get()
                    : new Downloads(output).model(known.get().hub());
        }
        if (Paths.looksLikeFile(model) || !HubId.looksLikeId(model)) {
            if (model.contains("/") || model.contains(".")) {
                throw new NoSuchFileException(model);
            }
            throw Problem.data("there is no model '" + model
                    + "': neither a directory nor a name of the catalogue (emotion models list)"
                    + Suggestion.of(model, Catalogue.load().names()));
        }
        return new Downloads(output).model(HubId.model(model));
    }

    /** A checkpoint that came with this program: in a distribution a plain folder beside the jars, else the artefact on the class path. */
    public static Optional<Path> embedded(CatalogueEntry entry) {
        String home = System.getProperty("emotion.home");
        if (home != null) {
            Path folder = Path.of(home, "models", entry.name());
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        // NAME is a constant of the compiler: the class itself is not in a distribution.
        return entry.name().equals(AllMiniLmL6V2.NAME) ? Optional.of(AllMiniLmL6V2.directory()) : Optional.empty();
    }
}
