package io.github.emotion4j.data.format;

import java.io.IOException;

/** Rows of which each is a line of text. */
abstract class LineByLine implements Rows {

    private final TextInput input;
    private long line;
    private String text;
    private String label;

    LineByLine(TextInput input) {
        this.input = input;
    }

    /**
     * The next line, null at the end.
     *
     * @param blank whether blank lines count
     */
    final String nextLine(boolean blank) throws IOException {
        String row;
        do {
            line = input.line();
            row = input.readLine();
        } while (row != null && !blank && row.isBlank());
        return row;
    }

    /** What the line holds; null for a label where there is none. */
    final void set(String text, String label) {
        this.text = text;
        this.label = label;
    }

    @Override
    public final String text() {
        return text;
    }

    @Override
    public final String label() {
        return label;
    }

    @Override
    public final String place() {
        return input.place(line);
    }

    @Override
    public final void close() throws IOException {
        input.close();
    }
}
