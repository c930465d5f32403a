package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import picocli.CommandLine.Command;

/** Looks at data and converts it. */
@Command(
        name = "data",
        description = "Look at data, convert it.",
        subcommands = {DataStatsCommand.class, DataConvertCommand.class, DataCorrectCommand.class})
public final class DataCommand implements Runnable {

    DataCommand(Session session) {}

    @Override
    public void run() {
        throw Problem.usage("which command of data? (emotion data --help)");
    }
}
