package io.github.emotion4j.data.format;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How rows are written in a file. Each may be compressed with gzip, recognised when reading by its first bytes and asked for by {@code .gz} when writing. */
public enum DataFormat {
    /** What the file's name tells. */
    BY_NAME,
    /** {@code text;label} per line; the last {@code ;} splits. */
    TEXT_LABEL("txt"),
    /** One text per line and no label. */
    LINES("txt"),
    /** Fields between commas, quoted as RFC 4180 has it. */
    CSV("csv"),
    /** Fields between tabs, quoted as RFC 4180 has it. */
    TSV("tsv", "tab"),
    /** One JSON object per line. */
    JSONL("jsonl", "ndjson"),
    /** One JSON array of objects, or one object per line: what begins with a bracket is an array. Written as an array. */
    JSON("json"),
    /** The hub's columnar format. */
    PARQUET("parquet");

    private final List<String> endings;

    DataFormat(String... endings) {
        this.endings = List.of(endings);
    }

    /** The format as a person writes it: {@code text-label}, {@code csv}, … */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The format that a file's name tells, {@code .gz} aside; {@code .txt} is {@link #TEXT_LABEL}. Empty if the name tells none. */
    public static Optional<DataFormat> of(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String bare = isGzip(file) ? name.substring(0, name.length() - ".gz".length()) : name;
        return Arrays.stream(values())
                .filter(format -> format.endings.stream().anyMatch(ending -> bare.endsWith("." + ending)))
                .findFirst();
    }

    /** Whether the name asks for gzip. */
    static boolean isGzip(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** For messages. */
    static String knownEndings() {
        return Arrays.stream(values())
                .flatMap(format -> format.endings.stream())
                .distinct()
                .map(ending -> "." + ending)
                .collect(Collectors.joining(", "));
    }
}
