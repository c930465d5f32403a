package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;

/** {@code text;label} per line, or a text per line. Blank lines between rows of {@code text;label} are passed over. */
final class LineRows extends LineByLine {

    private final char delimiter;
    private final boolean labelled;

    /**
     * @param delimiter splits at its last occurrence
     * @param labelled false if the whole line is the text
     */
    LineRows(TextInput input, char delimiter, boolean labelled) {
        super(input);
        this.delimiter = delimiter;
        this.labelled = labelled;
    }

    @Override
    public boolean next() throws IOException {
        String row = nextLine(!labelled);
        if (row == null) {
            return false;
        }
        if (!labelled) {
            set(row, null);
            return true;
        }
        int split = row.lastIndexOf(delimiter);
        if (split < 0) {
            throw new InvalidDataException(
                    place(),
                    "found no '" + delimiter + "' in \"" + Shortened.of(row) + "\"; expected text" + delimiter
                            + "label, where the last '" + delimiter + "' splits");
        }
        set(row.substring(0, split), row.substring(split + 1));
        return true;
    }
}
