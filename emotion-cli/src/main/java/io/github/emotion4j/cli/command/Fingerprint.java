package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.core.model.Sha256;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** SHA-256 of what was computed from, for reports and model directories. */
final class Fingerprint {

    private Fingerprint() {}

    /**
     * Of the files that data came from, or, where there are none, of its rows as {@code text;label} lines.
     *
     * @throws IOException if a file cannot be read
     */
    static String of(Data reader, String data, String split, Dataset rows) throws IOException {
        List<Path> files = reader.files(data, split);
        if (files.isEmpty()) {
            return of(rows);
        }
        var sums = new ArrayList<String>();
        for (Path file : files) {
            sums.add(Sha256.of(file));
        }
        return String.join(" ", sums);
    }

    /** Of rows as {@code text;label} lines in UTF-8. */
    static String of(Dataset rows) {
        var lines = new StringBuilder();
        for (Example row : rows) {
            lines.append(row.text()).append(';').append(row.label()).append('\n');
        }
        return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}
