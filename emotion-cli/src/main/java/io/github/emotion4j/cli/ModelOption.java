package io.github.emotion4j.cli;

import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.models.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model that a command uses. */
public final class ModelOption {

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description = "Directory, ONNX file, catalogue name or hub id.")
    private String model;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "Folder of tokenizer.json or vocab.txt, where the model has none or another one is meant.")
    private Path tokenizer;

    /** As it was given. */
    public String name() {
        return model;
    }

    /**
     * Its directory or ONNX file; one of the hub is fetched if it is not in the local store.
     *
     * @throws IOException if there is no such model, or it cannot be fetched
     */
    public Path locate(Session session) throws IOException {
        return new Models(session).locate(model);
    }

    /**
     * Reads it.
     *
     * @param path as {@link #locate} found it
     * @throws IOException if it cannot be read, or is damaged
     */
    public Model read(Path path) throws IOException {
        Model read = prompted(ModelDirectory.read(path));
        return tokenizer == null ? read : read.withTokenizer(tokenizer);
    }

    /** Not every repository says what its authors ask for; what was trained from it here has the prompt in its tokenizer. */
    private Model prompted(Model read) {
        return read.prompt().isEmpty()
                ? Catalogue.load()
                        .find(model)
                        .map(entry -> read.withPrompt(entry.prompt()))
                        .orElse(read)
                : read;
    }
}
