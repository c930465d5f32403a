package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.model.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what is in a model. */
@Command(
        name = "info",
        description = "Show the architecture, size, labels and origin of a model.",
        footer = {"", "Example: emotion models info all-MiniLM-L6-v2"})
public final class ModelsInfoCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "Directory, ONNX file, catalogue name or hub id.")
    private String model;

    ModelsInfoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path path = new Models(session).locate(model);
        Map<String, Object> info =
                ModelInfo.of(ModelDirectory.read(path), WeightFile.of(path).sha256());
        session.output().result(info, () -> ModelInfo.human(info));
        return 0;
    }
}
