package io.github.emotion4j.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Values of options from a YAML file: a map from an option's name without dashes to its value, a list where the option takes several. */
final class YamlDefaults implements IDefaultValueProvider {

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
        Object root;
        try (Reader reader = Files.newBufferedReader(file)) {
            root = new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromReader(reader);
        } catch (YamlEngineException e) {
            throw Problem.usage(file + ": not valid YAML: " + e.getMessage());
        }
        var values = new LinkedHashMap<String, String>();
        if (root instanceof Map<?, ?> map) {
            map.forEach((key, value) -> values.put(checked(file, String.valueOf(key), known), text(value)));
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

    /** An option's name in the file. */
    static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static String checked(Path file, String key, List<String> known) {
        if (!known.contains(key)) {
            throw Problem.usage(file + ": there is no option '" + key + "'" + Suggestion.of(key, known));
        }
        return key;
    }

    private static String text(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    /** The names of all options of a command and its subcommands. */
    static List<String> names(CommandLine commands) {
        var all = new java.util.TreeSet<String>();
        collect(commands, all);
        return List.copyOf(all);
    }

    private static void collect(CommandLine command, java.util.Set<String> names) {
        command.getCommandSpec().options().forEach(option -> names.add(name(option)));
        command.getSubcommands().values().forEach(sub -> collect(sub, names));
    }
}
