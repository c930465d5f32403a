package io.github.emotion4j.cli;

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

    /**
     * Its directory or ONNX file; one of the hub is fetched if it is not in the local store.
     *
     * @throws IOException if there is no such model, or it cannot be fetched
     */
    public Path locate(Session session) throws IOException {
        return new Models(session).locate(model);
    }
}
