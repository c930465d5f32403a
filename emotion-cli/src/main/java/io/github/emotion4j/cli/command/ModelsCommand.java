package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import picocli.CommandLine.Command;

/** The catalogue, the local store, and what is in a model. */
@Command(
        name = "models",
        description = "List, fetch, inspect, import and verify models.",
        subcommands = {
            ModelsListCommand.class,
            ModelsPullCommand.class,
            ModelsInfoCommand.class,
            ModelsRemoveCommand.class,
            ModelsImportCommand.class,
            ModelsVerifyCommand.class,
        })
public final class ModelsCommand implements Runnable {

    ModelsCommand(Session session) {}

    @Override
    public void run() {
        throw Problem.usage("which command of models? (emotion models --help)");
    }
}
