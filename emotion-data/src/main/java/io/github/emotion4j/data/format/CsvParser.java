package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of fields between delimiters as RFC 4180 has them: a field in quotation marks may hold delimiters, line breaks and doubled quotation marks. In
 * a field that does not begin with one, a quotation mark is a character like any other. Empty lines are passed over.
 *
 * <p>Where an escape is set it is taken away before a quotation mark, a delimiter and itself, and stays before anything else: so Spark writes it.
 */
final class CsvParser implements Records {

    /** An unclosed quotation mark would otherwise swallow a file of any size. */
    private static final int LONGEST_FIELD = 1 << 24;

    private final TextInput input;
    private final char delimiter;
    private final char quote;
    private final char escape;
    private final StringBuilder field = new StringBuilder();
    private long line;

    CsvParser(TextInput input, char delimiter, ReadOptions options) {
        this.input = input;
        this.delimiter = delimiter;
        this.quote = options.quote();
        this.escape = options.escape();
    }

    @Override
    public List<String> next() throws IOException {
        while (true) {
            line = input.line();
            int first = input.peek();
            if (first < 0) {
                return List.of();
            }
            List<String> fields = new ArrayList<>();
            boolean more = true;
            while (more) {
                more = quotes(input.peek()) ? quoted(fields) : plain(fields);
            }
            if (fields.size() > 1 || !fields.get(0).isEmpty() || quotes(first)) {
                return fields;
            }
        }
    }

    private boolean quotes(int c) {
        return c == quote && quote != ReadOptions.UNSET;
    }

    /** Takes a field and what ends it; whether another one follows in this record. */
    private boolean plain(List<String> fields) throws IOException {
        field.setLength(0);
        while (true) {
            int c = input.read();
            boolean escaped = isEscape(c);
            if (escaped) {
                c = input.read();
            } else if (c == delimiter || c < 0 || input.endsLine(c)) {
                fields.add(field.toString());
                return c == delimiter;
            }
            append((char) c, fields.size() + 1, line);
        }
    }

    private boolean quoted(List<String> fields) throws IOException {
        field.setLength(0);
        int column = fields.size() + 1;
        long opened = input.line();
        input.read();
        while (true) {
            int c = input.read();
            if (c < 0) {
                throw new InvalidDataException(
                        place(opened, column), "a quotation mark is opened and never closed; close it" + orNoQuotes());
            }
            if (isEscape(c)) {
                append((char) input.read(), column, opened);
            } else if (!quotes(c)) {
                append((char) c, column, opened);
            } else if (quotes(input.peek())) {
                append((char) input.read(), column, opened);
            } else {
                break;
            }
        }
        fields.add(field.toString());
        int after = input.read();
        if (after != delimiter && after >= 0 && !input.endsLine(after)) {
            String place = place(input.line(), column);
            input.readLine(); // the next record begins behind it
            throw new InvalidRowException(
                    place,
                    "found '" + (char) after + "' behind the closing quotation mark of \""
                            + Shortened.of(field.toString()) + "\"; double the quotation marks inside a quoted field"
                            + (field.length() > 0 && field.charAt(field.length() - 1) == '\\'
                                    ? ", or have the backslash read as their escape: " + Remedy.ESCAPE
                                    : "")
                            + orNoQuotes());
        }
        return after == delimiter;
    }

    private boolean isEscape(int c) throws IOException {
        if (c != escape || escape == ReadOptions.UNSET) {
            return false;
        }
        int next = input.peek();
        return next == escape || next == delimiter || quotes(next);
    }

    private void append(char c, int column, long opened) throws InvalidDataException {
        if (field.length() == LONGEST_FIELD) {
            throw new InvalidDataException(
                    place(opened, column),
                    "a field of more than " + LONGEST_FIELD + " characters; is a quotation mark or the delimiter wrong?"
                            + " Correct it" + orNoQuotes());
        }
        field.append(c);
    }

    private String orNoQuotes() {
        return quote == ReadOptions.UNSET
                ? ""
                : ", or read the file without quotes if it does not use them: " + Remedy.NO_QUOTE;
    }

    private String place(long line, int column) {
        return place(line) + ":" + column;
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
