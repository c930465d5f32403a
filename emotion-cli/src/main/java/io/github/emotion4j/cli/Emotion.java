package io.github.emotion4j.cli;

import io.github.emotion4j.cli.command.BenchCommand;
import io.github.emotion4j.cli.command.CompletionCommand;
import io.github.emotion4j.cli.command.DataCommand;
import io.github.emotion4j.cli.command.ErrorsCommand;
import io.github.emotion4j.cli.command.EvaluateCommand;
import io.github.emotion4j.cli.command.ExportCommand;
import io.github.emotion4j.cli.command.FeaturesCommand;
import io.github.emotion4j.cli.command.HelpCommand;
import io.github.emotion4j.cli.command.ModelsCommand;
import io.github.emotion4j.cli.command.PredictCommand;
import io.github.emotion4j.cli.command.PushCommand;
import io.github.emotion4j.cli.command.QuickstartCommand;
import io.github.emotion4j.cli.command.TokenizeCommand;
import io.github.emotion4j.cli.command.TrainCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The root of the commands. */
@Command(
        name = "emotion",
        description = "Text classification on the JVM: train, evaluate and use small transformers.",
        subcommands = {
            QuickstartCommand.class,
            DataCommand.class,
            TokenizeCommand.class,
            ModelsCommand.class,
            FeaturesCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ErrorsCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            PushCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
        },
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:internal error",
            "2:the command line cannot be understood",
            "3:a gate failed",
            "4:invalid data or model",
            "5:network or hub"
        })
public final class Emotion implements Runnable {

    static final Set<String> VERBOSE = Set.of("-v", "--verbose");

    @Mixin
    private CommonOptions options;

    @Spec
    private CommandSpec spec;

    private Emotion(CommonOptions options) {
        this.options = options;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** Runs one command line and returns its exit code. Nothing is thrown, the process is not ended. */
    public static int run(Terminal terminal, String... args) {
        var options = new CommonOptions();
        try {
            return commands(new Session(terminal, options), args).execute(args);
        } catch (IOException | RuntimeException | Error e) {
            terminal.err().println("emotion: " + Failures.line(e));
            if (Arrays.stream(args).anyMatch(VERBOSE::contains)) { // nothing was parsed yet
                e.printStackTrace(terminal.err());
            }
            return Failures.exitCode(e);
        }
    }

    static CommandLine commands(Session session, String[] args) throws IOException {
        var terminal = session.terminal();
        var commands = new CommandLine(new Emotion(session.options()), new Commands(session));
        setVersion(commands);
        commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.registerConverter(Charset.class, Emotion::charset);
        commands.registerConverter(Path.class, Emotion::path);
        commands.setExecutionExceptionHandler((e, command, result) -> {
            terminal.err().println("emotion: " + Failures.line(e));
            if (session.options().verbose()) {
                e.printStackTrace(terminal.err());
            }
            return Failures.exitCode(e);
        });
        commands.setExecutionStrategy(parsed -> {
            Threads.apply(session.options().threads());
            if (!session.options().verbose()) {
                QuietLibraries.apply();
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        Optional<Path> config = config(args);
        if (config.isPresent()) {
            commands.setDefaultValueProvider(YamlDefaults.read(config.get(), YamlDefaults.names(commands)));
        }
        commands.setParameterExceptionHandler((e, ignored) -> {
            boolean fromFile = commands.getDefaultValueProvider() instanceof YamlDefaults file && file.gave(e);
            terminal.err().println("emotion: " + (fromFile ? config.orElseThrow() + ": " : "") + usage(e, args));
            return ExitCode.USAGE;
        });
        return commands;
    }

    /** Not by annotation: picocli would ask for the version while it builds the commands, and so load the backend for each of them. */
    private static void setVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new Version());
        command.getSubcommands().values().forEach(Emotion::setVersion);
    }

    /** The file of {@code --config}: its values must be there before the options are parsed. */
    private static Optional<Path> config(String[] args) {
        for (int at = 0; at < args.length; at++) {
            if (args[at].startsWith("--config=")) {
                return file(args[at].substring("--config=".length()));
            }
            if (args[at].equals("--config") && at + 1 < args.length) {
                return file(args[at + 1]);
            }
        }
        return Optional.empty();
    }

    /** An empty name is left for the parser to refuse. */
    private static Optional<Path> file(String name) {
        return Optional.of(name).filter(text -> !text.isBlank()).map(Path::of);
    }

    /** What is wrong with the command line, in one line, with the nearest thing that would have been right. */
    private static String usage(ParameterException e, String[] args) {
        var spec = e.getCommandLine().getCommandSpec();
        String message =
                Arrays.stream(e.getMessage().split("\\R")).map(String::strip).collect(Collectors.joining(" "));
        message = message.replaceFirst(" is not an? (int|long)$", " is not a whole number")
                .replaceFirst(" is not a double$", " is not a number")
                .replaceFirst(" is not a boolean$", " is neither true nor false")
                .replace("option option", "option");
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String typed = unmatched.getUnmatched().get(0);
            List<String> names = typed.startsWith("-")
                    ? spec.options().stream().map(OptionSpec::longestName).toList()
                    : List.copyOf(spec.subcommands().keySet());
            String kind = typed.startsWith("-") ? "option" : spec.subcommands().isEmpty() ? "argument" : "command";
            message = "there is no " + kind + " '" + typed + "'" + Suggestion.of(typed, names);
        }
        if (e instanceof CommandLine.MissingParameterException) {
            // An option that is there but mistyped is not missing.
            List<String> names =
                    spec.options().stream().map(OptionSpec::longestName).toList();
            message = Arrays.stream(args)
                    .filter(typed -> typed.startsWith("--") && typed.length() > 2)
                    .map(typed -> typed.replaceFirst("=.*", ""))
                    .filter(typed -> !spec.optionsMap().containsKey(typed))
                    .map(typed -> "there is no option '" + typed + "'" + Suggestion.of(typed, names))
                    .findFirst()
                    .orElse(message);
        }
        return message + " (" + spec.qualifiedName(" ") + " --help)";
    }

    private static Path path(String name) {
        if (name.isBlank()) { // to Java it would be the current directory
            throw new TypeConversionException("expected the name of a file or directory, found nothing");
        }
        return Path.of(name);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "there is no charset '" + name + "'; expected for instance UTF-8, UTF-16 or windows-1252");
        }
    }

    /** Makes commands with the session in their constructor, everything else as picocli does. */
    private record Commands(Session session) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (var constructor : type.getDeclaredConstructors()) {
                if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Session.class})) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(session));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
