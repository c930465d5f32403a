package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.split.SplitNames;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files a name stands for: a file, the parts in a folder as Spark and the hub leave them there, or whatever a pattern matches. Parts come in the
 * order of their names; those that begin with {@code _} or {@code .} are no data, as everywhere in Hadoop's world.
 */
public final class DataFiles {

    /** Kept in files that cannot be read here, though they hold data: leaving them out would be leaving out rows. */
    private static final Pattern OTHER_DATA =
            Pattern.compile(".*\\.(arrow|feather|orc|avro|xlsx?|ods|zip|bz2|xz|zst|lz4|snappy|deflate|pkl|db|sqlite)");

    private static final Pattern SHARD = Pattern.compile("-(\\d{5})-of-(\\d{5})\\.");
    private static final Pattern SPECIAL = Pattern.compile("[*?\\[{]");

    private DataFiles() {}

    /**
     * The file itself, or the parts in a folder.
     *
     * @throws InvalidDataException if it is a folder without data, or of several splits or formats
     * @throws IOException if the folder cannot be read
     */
    public static List<Path> of(Path place) throws IOException {
        return Files.isDirectory(place) ? parts(place, Optional.empty(), DataFormat.BY_NAME) : List.of(place);
    }

    /** Whether a name is a pattern, {@code data/*.csv}, and not that of a file. */
    public static boolean isPattern(String name) {
        return SPECIAL.matcher(name).find() && !exists(name);
    }

    /**
     * The files that a name stands for.
     *
     * @param name of a file or folder, or a pattern with {@code *}, {@code ?}, {@code **}, {@code [a-c]} or <code>{a,b}</code>
     * @param split which one to take of a folder whose files are named by splits
     * @param options whose format, if it is named, decides what is data
     * @throws InvalidDataException if there are none, or it is not clear which
     * @throws IOException if a folder cannot be read
     */
    public static List<Path> find(String name, String split, ReadOptions options) throws IOException {
        if (!isPattern(name)) {
            Path place = Path.of(name);
            return Files.isDirectory(place) ? parts(place, Optional.of(split), options.format()) : List.of(place);
        }
        var files = new ArrayList<Path>();
        for (Path match : matches(name)) {
            files.addAll(
                    Files.isDirectory(match) ? parts(match, Optional.of(split), options.format()) : List.of(match));
        }
        if (files.isEmpty()) {
            throw new InvalidDataException(name, "no file matches this pattern");
        }
        return oneFormat(name, files, options.format());
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (IllegalArgumentException e) { // not even a path, as with * on Windows
            return false;
        }
    }

    private static List<Path> matches(String pattern) throws IOException {
        Matcher special = SPECIAL.matcher(pattern);
        special.find();
        int end = pattern.lastIndexOf('/', special.start());
        Path base = Path.of(end < 0 ? "" : pattern.substring(0, Math.max(1, end)));
        String rest = pattern.substring(end + 1);
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(
                    pattern,
                    "is no pattern: " + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
        if (!Files.isDirectory(base)) {
            throw new InvalidDataException(pattern, "there is no folder " + base);
        }
        int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/").length;
        try (Stream<Path> found = Files.walk(base, depth)) {
            return found.filter(path -> !path.equals(base))
                    .filter(path -> matcher.matches(base.relativize(path)))
                    .filter(path -> !isHidden(path))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith("_") || name.startsWith(".");
    }

    private static List<Path> parts(Path folder, Optional<String> split, DataFormat format) throws IOException {
        List<Path> content;
        try (Stream<Path> found = Files.list(folder)) {
            content = found.sorted().toList();
        }
        requirePlain(folder, content);
        List<Path> visible = content.stream()
                .filter(path -> !isHidden(path) && Files.isRegularFile(path))
                .toList();
        List<Path> files = visible.stream().filter(path -> tells(path, format)).toList();
        if (files.isEmpty() && format != DataFormat.BY_NAME) {
            files = visible.stream()
                    .filter(path -> DataFormat.of(path).isEmpty())
                    .toList();
        }
        if (files.isEmpty()) {
            throw new InvalidDataException(
                    folder.toString(),
                    "is a directory without files of data; expected some that end in " + DataFormat.knownEndings()
                            + ", found "
                            + content.stream()
                                    .map(path -> path.getFileName().toString())
                                    .limit(5)
                                    .toList());
        }
        List<Path> chosen = oneFormat(folder.toString(), ofSplit(folder, files, split), format);
        requireAllShards(folder, chosen);
        return chosen;
    }

    private static boolean tells(Path file, DataFormat format) {
        Optional<DataFormat> told = DataFormat.of(file);
        return format == DataFormat.BY_NAME
                ? told.isPresent()
                : told.equals(Optional.of(format == DataFormat.LINES ? DataFormat.TEXT_LABEL : format));
    }

    /** What would be read wrongly if its files were taken one after the other. */
    private static void requirePlain(Path folder, List<Path> content) throws InvalidDataException {
        for (Path path : content) {
            String name = path.getFileName().toString();
            boolean directory = Files.isDirectory(path);
            String problem = null;
            if (directory && List.of("_delta_log", ".hoodie").contains(name)) {
                problem = "is a table whose log (" + name
                        + ") decides which of its files count; export it as plain files";
            } else if (directory && name.equals("_temporary")) {
                problem = "is not whole: the job that writes it has not ended (" + name + ")";
            } else if (directory && name.contains("=")) {
                problem = "is partitioned by a column (" + name
                        + "), whose values are in no file; write it without partitions";
            } else if (!directory
                    && OTHER_DATA.matcher(name.toLowerCase(Locale.ROOT)).matches()
                    && !isHidden(path)) {
                problem = "holds " + name + ", which cannot be read; convert it to Parquet, CSV or JSON lines, or name"
                        + " the other files by a pattern";
            }
            if (problem != null) {
                throw new InvalidDataException(folder.toString(), problem);
            }
        }
    }

    private static List<Path> ofSplit(Path folder, List<Path> files, Optional<String> split)
            throws InvalidDataException {
        var splits = new TreeSet<String>();
        files.forEach(file -> splitOf(file).ifPresent(splits::add));
        if (splits.isEmpty() || split.isEmpty() && files.size() == 1) {
            return files;
        }
        String wanted = split.map(SplitNames::canonical).orElse("");
        List<Path> chosen = files.stream()
                .filter(file -> splitOf(file).equals(Optional.of(wanted)))
                .toList();
        if (chosen.isEmpty()) {
            throw new InvalidDataException(
                    folder.toString(),
                    (split.isEmpty() ? "holds the splits " : "has no split '" + split.get() + "', only ") + splits
                            + "; choose one with --split (Java: DataFiles.find), or name the files");
        }
        return chosen;
    }

    private static Optional<String> splitOf(Path file) {
        return SplitNames.in(file.getFileName().toString());
    }

    private static List<Path> oneFormat(String place, List<Path> files, DataFormat format) throws InvalidDataException {
        List<String> formats = files.stream()
                .flatMap(file -> DataFormat.of(file).stream())
                .map(DataFormat::title)
                .distinct()
                .toList();
        if (format == DataFormat.BY_NAME && formats.size() > 1) {
            throw new InvalidDataException(
                    place,
                    "holds files of several formats, " + formats + ", perhaps the same rows twice; name those of one"
                            + " by a pattern, such as '" + Path.of(place).resolve("*.csv") + "'");
        }
        return files;
    }

    private static void requireAllShards(Path folder, List<Path> files) throws InvalidDataException {
        Matcher shard = SHARD.matcher(files.get(0).getFileName().toString());
        if (shard.find() && Integer.parseInt(shard.group(2)) != files.size()) {
            throw new InvalidDataException(
                    folder.toString(),
                    "has " + files.size() + " of the " + Integer.parseInt(shard.group(2)) + " parts of "
                            + files.get(0).getFileName() + "; fetch it again");
        }
    }
}
