package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;

/** {@code text;label} per line, or a text per line. Blank lines between rows of {@code text;label} are passed over. */
final class LineRows implements Rows {

    private final TextInput input;
    private final char delimiter;
    private final boolean labelled;
    private long line;
    private String text;
    private String label;

    /**
     * @param delimiter splits at its last occurrence
     * @param labelled false if the whole line is the text
     */
    LineRows(TextInput input, char delimiter, boolean labelled) {
        this.input = input;
        this.delimiter = delimiter;
        this.labelled = labelled;
    }

    @Override
    public boolean next() throws IOException {
        String row;
        do {
            line = input.line();
            row = input.readLine();
            if (row == null) {
                return false;
            }
        } while (labelled && row.isBlank());
        if (!labelled) {
            text = row;
            return true;
        }
        int split = row.lastIndexOf(delimiter);
        if (split < 0) {
            throw new InvalidDataException(
                    place(),
                    "found no '" + delimiter + "' in \"" + Shortened.of(row) + "\"; expected text" + delimiter
                            + "label, where the last '" + delimiter + "' splits");
        }
        text = row.substring(0, split);
        label = row.substring(split + 1);
        return true;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String place() {
        return input.place(line);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
