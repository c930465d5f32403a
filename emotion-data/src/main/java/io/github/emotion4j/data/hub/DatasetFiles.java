package io.github.emotion4j.data.hub;

import io.github.emotion4j.data.hub.HubException.Kind;
import io.github.emotion4j.data.split.SplitNames;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which files of a data set repository hold a split. The card's {@code configs} decide where there are any; otherwise the split's name in the path, as the
 * hub itself finds it ({@code split/train-00000-of-00001.parquet}, {@code data/validation.jsonl.gz}, {@code default/test/0000.parquet}).
 */
public final class DatasetFiles {
    /** The branch on which the hub keeps every data set as Parquet, whatever its authors uploaded. */
    public static final String CONVERTED = "refs/convert/parquet";

    private static final List<String> FORMATS = List.of("parquet", "jsonl", "json", "csv", "tsv");
    private static final Pattern SHARD = Pattern.compile("-(\\d{5})-of-(\\d{5})\\.");

    private DatasetFiles() {}

    /**
     * @param config the configuration, or empty for the default one: what the card says, otherwise {@code default}, otherwise the one with most splits
     * @param split {@code train}, {@code validation}, {@code test} or a name of the data set's own
     * @return its files, of one format, in order
     * @throws HubException of kind {@code FILE_NOT_FOUND} where there are none, naming what there is
     */
    public static List<RepoFile> pick(RepoListing listing, Optional<String> config, String split) throws HubException {
        var found = splits(listing);
        var wanted = config.or(() -> defaultConfig(listing, found))
                .orElseThrow(() -> new HubException(
                        Kind.FILE_NOT_FOUND,
                        listing.id() + " has no data files that can be read: none of ." + String.join(", .", FORMATS)
                                + ", also with .gz. Choose another data set"));
        var splits = found.get(wanted);
        if (splits == null) {
            throw new HubException(
                    Kind.FILE_NOT_FOUND,
                    listing.id() + " has no configuration '" + wanted + "'; choose one of "
                            + String.join(", ", found.keySet()));
        }
        var files = splits.get(SplitNames.canonical(split));
        if (files == null) {
            throw new HubException(
                    Kind.FILE_NOT_FOUND,
                    listing.id() + " has no split '" + split + "'; choose one of "
                            + String.join(", ", splits.keySet()));
        }
        requireAllShards(listing, files);
        return files;
    }

    /** {@return the files of every split of every configuration, by their names} */
    public static Map<String, Map<String, List<RepoFile>>> splits(RepoListing listing) {
        var declared = declared(listing);
        return declared.isEmpty() ? discovered(listing) : declared;
    }

    private static Optional<String> defaultConfig(RepoListing listing, Map<String, Map<String, List<RepoFile>>> found) {
        var declared =
                listing.splits().keySet().stream().filter(found::containsKey).findFirst();
        if (declared.isPresent()) {
            return declared;
        }
        return found.containsKey("default")
                ? Optional.of("default")
                : found.keySet().stream()
                        .max(Comparator.comparing(
                                        (String name) -> found.get(name).size())
                                .thenComparing(Comparator.reverseOrder()));
    }

    private static Map<String, Map<String, List<RepoFile>>> declared(RepoListing listing) {
        var configs = new LinkedHashMap<String, Map<String, List<RepoFile>>>();
        listing.splits().forEach((config, splits) -> {
            var filesBySplit = new LinkedHashMap<String, List<RepoFile>>();
            splits.forEach((split, patterns) -> {
                var files = oneFormat(listing.files().stream()
                        .filter(file -> patterns.stream().anyMatch(pattern -> matches(pattern, file.path())))
                        .toList());
                if (!files.isEmpty()) {
                    filesBySplit.put(SplitNames.canonical(split), files);
                }
            });
            if (!filesBySplit.isEmpty()) {
                configs.put(config, filesBySplit);
            }
        });
        return configs;
    }

    private static Map<String, Map<String, List<RepoFile>>> discovered(RepoListing listing) {
        var all = new TreeMap<String, Map<String, List<RepoFile>>>();
        for (var file : listing.files()) {
            if (format(file).isPresent()) {
                SplitNames.in(file.path())
                        .ifPresent(split -> all.computeIfAbsent(configOf(file.path()), c -> new LinkedHashMap<>())
                                .computeIfAbsent(split, s -> new ArrayList<>())
                                .add(file));
            }
        }
        all.values().forEach(splits -> splits.replaceAll((split, files) -> oneFormat(files)));
        return all;
    }

    /** The folder in front, unless it only says "data" or names the split. */
    private static String configOf(String path) {
        int slash = path.indexOf('/');
        var first = slash < 0 ? "" : path.substring(0, slash);
        return first.isEmpty()
                        || first.equals("data")
                        || SplitNames.in(first + "/").isPresent()
                ? "default"
                : first;
    }

    private static Optional<String> format(RepoFile file) {
        var name = file.fileName().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        return FORMATS.stream().filter(format -> name.endsWith("." + format)).findFirst();
    }

    /** The same rows often lie there in several formats; taking them all would double the data. */
    private static List<RepoFile> oneFormat(List<RepoFile> files) {
        for (var format : FORMATS) {
            var ofFormat = files.stream()
                    .filter(file -> format(file).filter(format::equals).isPresent())
                    .sorted(Comparator.comparing(RepoFile::path))
                    .toList();
            if (!ofFormat.isEmpty()) {
                return ofFormat;
            }
        }
        return List.of();
    }

    private static boolean matches(String pattern, String path) {
        var glob =
                pattern.replaceFirst("^\\./", "").replaceAll("/\\*\\*$", "/**").replaceAll("[\\[\\]{}\\\\]", "?");
        return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(path));
    }

    private static void requireAllShards(RepoListing listing, List<RepoFile> files) throws HubException {
        var shard = SHARD.matcher(files.get(0).path());
        if (shard.find() && Integer.parseInt(shard.group(2)) != files.size()) {
            throw new HubException(
                    Kind.FILE_NOT_FOUND,
                    listing.id() + " has " + files.size() + " of the " + Integer.parseInt(shard.group(2)) + " parts of "
                            + files.get(0).path() + "; fetch it again");
        }
    }
}
