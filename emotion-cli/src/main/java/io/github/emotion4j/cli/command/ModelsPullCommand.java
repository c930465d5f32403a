package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Fetches a model into the local store. */
@Command(
        name = "pull",
        description = "Fetch a model from the hub into Hugging Face's own cache, if it is not there.",
        footer = {"", "Example: emotion models pull distilbert-base-uncased"})
public final class ModelsPullCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "Catalogue name or hub id (org/name[@revision]).")
    private String model;

    ModelsPullCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = new Models(session).locate(model);
        session.output().result(Json.object("model", model, "path", folder.toString()), folder::toString);
        return 0;
    }
}
