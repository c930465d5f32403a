package io.github.emotion4j.data.format;

import java.io.IOException;
import java.util.List;

/** {@code text;label} per line, or a text per line. Blank lines between rows of {@code text;label} are passed over. */
final class LineRecords implements Records {

    private final TextInput input;
    private final char delimiter;
    private final boolean labelled;
    private long line;

    /**
     * @param delimiter splits at its last occurrence
     * @param labelled false if the whole line is the text
     */
    LineRecords(TextInput input, char delimiter, boolean labelled) {
        this.input = input;
        this.delimiter = delimiter;
        this.labelled = labelled;
    }

    @Override
    public List<String> next() throws IOException {
        String row;
        do {
            line = input.line();
            row = input.readLine();
        } while (row != null && labelled && row.isBlank());
        if (row == null) {
            return List.of();
        }
        if (!labelled) {
            return List.of(row);
        }
        int split = row.lastIndexOf(delimiter);
        if (split < 0) {
            throw new InvalidRowException(
                    place(line),
                    "found no '" + delimiter + "' in \"" + Shortened.of(row) + "\"; expected text" + delimiter
                            + "label, where the last '" + delimiter + "' splits (" + Remedy.DELIMITER.with("C")
                            + " for another)");
        }
        return List.of(row.substring(0, split), row.substring(split + 1));
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String place(long line) {
        return input.place(line);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
