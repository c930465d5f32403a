package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Session;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes a shell complete commands and options. */
@Command(
        name = "completion",
        description = "Print a script that makes bash or zsh complete commands, options and their values.",
        footer = {"", "Example: source <(emotion completion)"})
public final class CompletionCommand implements Callable<Integer> {

    private final Session session;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var root = spec.root();
        session.terminal().out().print(AutoComplete.bash(root.name(), root.commandLine()));
        return 0;
    }
}
