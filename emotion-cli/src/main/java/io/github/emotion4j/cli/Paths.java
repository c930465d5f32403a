package io.github.emotion4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells a mistyped path from the id of something on the hub, which has the same form: nothing is fetched by mistake. */
final class Paths {

    private static final List<String> ENDINGS =
            List.of(".txt", ".csv", ".tsv", ".jsonl", ".json", ".parquet", ".gz", ".onnx", ".safetensors");

    private Paths() {}

    /** Whether the text can only be meant as a path, though nothing lies there. */
    static boolean looksLikeFile(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int slash = text.indexOf('/');
        return text.startsWith(".")
                || text.startsWith("/")
                || text.startsWith("~")
                || text.contains("\\")
                || ENDINGS.stream().anyMatch(lower::endsWith)
                || slash > 0 && Files.isDirectory(Path.of(text.substring(0, slash)));
    }
}
