package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.cli.Suggestion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code --help} shows, for those who ask in words. Picocli's own knows no command of a command. */
@Command(
        name = "help",
        description = "Show the help of a command.",
        footer = {"", "Example: emotion help data stats"})
public final class HelpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Which one; without it, all are listed.")
    private List<String> names = List.of();

    HelpCommand(Session session) {}

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                var known = List.copyOf(command.getSubcommands().keySet());
                throw Problem.usage("there is no command '" + name + "'" + Suggestion.of(name, known));
            }
            command = next;
        }
        command.usage(command.getOut(), command.getColorScheme());
        return 0;
    }
}
