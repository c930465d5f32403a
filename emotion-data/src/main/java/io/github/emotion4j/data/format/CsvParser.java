package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of fields between delimiters as RFC 4180 has them: a field in quotation marks may hold delimiters, line breaks and doubled quotation marks. In
 * a field that does not begin with one, a quotation mark is a character like any other. Empty lines are passed over.
 */
final class CsvParser implements Closeable {

    /** An unclosed quotation mark would otherwise swallow a file of any size. */
    private static final int LONGEST_FIELD = 1 << 24;

    private final TextInput input;
    private final char delimiter;
    private final boolean quotes;
    private final StringBuilder field = new StringBuilder();
    private long line;

    CsvParser(TextInput input, char delimiter, boolean quotes) {
        this.input = input;
        this.delimiter = delimiter;
        this.quotes = quotes;
    }

    /** The next record's fields; an empty list at the end of the file. */
    List<String> next() throws IOException {
        while (true) {
            line = input.line();
            int first = input.peek();
            if (first < 0) {
                return List.of();
            }
            List<String> fields = new ArrayList<>();
            boolean more = true;
            while (more) {
                more = quotes && input.peek() == '"' ? quoted(fields) : plain(fields);
            }
            if (fields.size() > 1 || !fields.get(0).isEmpty() || first == '"') {
                return fields;
            }
        }
    }

    /** Takes a field and what ends it; whether another one follows in this record. */
    private boolean plain(List<String> fields) throws IOException {
        field.setLength(0);
        while (true) {
            int c = input.read();
            if (c == delimiter) {
                fields.add(field.toString());
                return true;
            }
            if (c < 0 || c == '\n' || c == '\r' && input.peek() == '\n') {
                if (c == '\r') {
                    input.read();
                }
                fields.add(field.toString());
                return false;
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
            if (c != '"') {
                append((char) c, column, opened);
            } else if (input.peek() == '"') {
                append((char) input.read(), column, opened);
            } else {
                break;
            }
        }
        fields.add(field.toString());
        int after = input.read();
        if (after == '\r' && input.peek() == '\n') {
            after = input.read();
        }
        if (after != delimiter && after >= 0 && after != '\n') {
            throw new InvalidDataException(
                    place(input.line(), column),
                    "found '" + (char) after + "' behind the closing quotation mark of \""
                            + Shortened.of(field.toString()) + "\"; double the quotation marks inside a quoted field"
                            + orNoQuotes());
        }
        return after == delimiter;
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
        return quotes ? ", or read the file without quotes if it does not use them" : "";
    }

    private String place(long line, int column) {
        return input.place(line) + ":" + column;
    }

    /** The line on which the last record begins. */
    long line() {
        return line;
    }

    TextInput input() {
        return input;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
