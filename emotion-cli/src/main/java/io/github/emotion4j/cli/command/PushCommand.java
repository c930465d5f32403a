package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.hub.HubId;
import io.github.emotion4j.data.hub.HubSettings;
import io.github.emotion4j.data.hub.HubUploader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A model directory to the hub. */
@Command(
        name = "push",
        description = "Upload a model directory to the hub, with the token of HF_TOKEN or the token file.",
        footer = {"", "Example: emotion push --model my-model --repo org/name"})
public final class PushCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "A model directory on this machine.")
    private Path model;

    @Option(
            names = "--repo",
            paramLabel = "org/name",
            required = true,
            description = "Where to, with @branch for another than main.")
    private String repo;

    @Option(names = "--private", description = "Make a new repository private.")
    private boolean isPrivate;

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            defaultValue = "Upload model",
            description = "Of the commit (default: ${DEFAULT-VALUE}).")
    private String message;

    PushCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (!HubId.looksLikeId(repo)) {
            throw Problem.usage("--repo: expected org/name, found '" + repo + "'");
        }
        ModelDirectory.read(model); // nothing broken is published
        try (Progress progress = session.output().progress("uploading", "MB")) {
            HubUploader.Published published = new HubUploader(HubSettings.fromEnvironment())
                    .push(
                            model,
                            HubId.model(repo),
                            new HubUploader.Options(isPrivate, message),
                            (file, done, total) ->
                                    progress.update(done >> 20, Math.max(1, total.orElse(done) >> 20), file));
            session.output()
                    .result(
                            Json.object("url", published.url().toString(), "commit", published.commit()),
                            () -> published.url() + " at " + published.commit());
        }
        return 0;
    }
}
