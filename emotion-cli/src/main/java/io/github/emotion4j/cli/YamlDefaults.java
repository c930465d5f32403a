package io.github.emotion4j.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Values of options from a YAML file: a map from an option's name without dashes to its value, a list where the option takes several. */
final class YamlDefaults implements IDefaultValueProvider {

    /** They are looked at before the file is. */
    private static final Set<String> LINE_ONLY = Set.of("config", "help", "version");

    private final Map<String, String> values;

    private YamlDefaults(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a file.
     *
     * @param known the names of all options of all commands, without dashes
     * @throws IOException if the file cannot be read
     */
    static YamlDefaults read(Path file, List<String> known) throws IOException {
        if (Files.isDirectory(file)) {
            throw Problem.data(file + ": is a directory, expected a YAML file of options");
        }
        Object root;
        try {
            root = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (YamlEngineException e) {
            throw Problem.usage(file + ": not valid YAML: " + e.getMessage());
        } catch (CharacterCodingException e) {
            throw Problem.data(file + ": is not UTF-8");
        }
        var values = new LinkedHashMap<String, String>();
        if (root instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String name = checked(file, String.valueOf(key), known);
                values.put(name, text(file, name, value));
            });
        } else if (root != null) {
            throw Problem.usage(file + ": expected a map of options, such as 'epochs: 2'");
        }
        return new YamlDefaults(values);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (argument instanceof OptionSpec option) {
            return values.get(name(option));
        }
        return null;
    }

    /** Whether the value that cannot be taken is of the file. */
    boolean gave(ParameterException e) {
        return e.getArgSpec() instanceof OptionSpec option
                && e.getValue() != null
                && e.getValue().equals(values.get(name(option)));
    }

    /** An option's name in the file. */
    static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static String checked(Path file, String key, List<String> known) {
        if (LINE_ONLY.contains(key)) {
            throw Problem.usage(file + ": '" + key + "' belongs on the command line; remove it from the file");
        }
        if (!known.contains(key)) {
            throw Problem.usage(file + ": there is no option '" + key + "'" + Suggestion.of(key, known));
        }
        return key;
    }

    private static String text(Path file, String key, Object value) {
        if (value == null) {
            throw Problem.usage(file + ": '" + key + "' has no value; give it one or remove the line");
        }
        if (value instanceof Map<?, ?>) {
            throw Problem.usage(file + ": '" + key + "' holds a map, expected a value or a list");
        }
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    /** The names of all options of a command and its subcommands. */
    static List<String> names(CommandLine commands) {
        var all = new TreeSet<String>();
        collect(commands, all);
        return List.copyOf(all);
    }

    private static void collect(CommandLine command, Set<String> names) {
        command.getCommandSpec().options().forEach(option -> names.add(name(option)));
        command.getSubcommands().values().forEach(sub -> collect(sub, names));
    }
}
