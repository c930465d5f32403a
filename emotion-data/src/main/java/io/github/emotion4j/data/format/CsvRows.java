package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.format.ReadOptions.Header;
import java.io.IOException;
import java.util.List;

/** Two chosen columns of a CSV or TSV file. */
final class CsvRows implements Rows {

    private final CsvParser parser;
    private final boolean labelled;
    private final int textAt;
    private final int labelAt;
    private final int columns;
    private List<String> pending;
    private String text;
    private String label;

    CsvRows(CsvParser parser, ReadOptions options, boolean labelled) throws IOException {
        this.parser = parser;
        this.labelled = labelled;
        List<String> first = parser.next();
        this.columns = first.size();
        this.pending = List.of();
        if (first.isEmpty()) { // an empty file has no rows, whatever its columns
            textAt = 0;
            labelAt = 0;
            return;
        }
        if (hasHeader(first, options)) {
            textAt = named(first, options.textColumn(), "text");
            labelAt = labelled ? named(first, options.labelColumn(), "label") : -1;
        } else {
            pending = first;
            textAt = options.defaultColumns() ? 0 : numbered(options.textColumn(), "text");
            labelAt = !labelled ? -1 : options.defaultColumns() ? 1 : numbered(options.labelColumn(), "label");
        }
    }

    private boolean hasHeader(List<String> first, ReadOptions options) throws InvalidDataException {
        if (options.header() != Header.AUTO) {
            return options.header() == Header.PRESENT;
        }
        if (first.contains(options.textColumn())) {
            return true;
        }
        boolean byNumber = isNumber(options.textColumn()) && (!labelled || isNumber(options.labelColumn()));
        int expected = labelled ? 2 : 1;
        if (byNumber || options.defaultColumns() && first.size() == expected) {
            return false;
        }
        throw new InvalidDataException(
                parser.input().place(parser.line()),
                "there is no column '" + options.textColumn() + "' among " + first + "; choose the text column"
                        + " (by number, from 1, if this line is no header)" + delimiterHint(first));
    }

    /** Spreadsheets of many countries write semicolons. */
    private static String delimiterHint(List<String> header) {
        if (header.size() > 1) {
            return "";
        }
        if (header.get(0).contains("\t")) {
            return "; its columns seem to be parted by tabs: name the file .tsv";
        }
        return header.get(0).contains(";")
                ? "; its columns seem to be parted by semicolons: save the file with commas or tabs"
                : "";
    }

    private int named(List<String> header, String column, String what) throws InvalidDataException {
        int at = header.indexOf(column);
        if (at < 0 && isNumber(column) && Integer.parseInt(column) <= header.size()) {
            at = Integer.parseInt(column) - 1;
        }
        if (at < 0) {
            throw new InvalidDataException(
                    parser.input().place(parser.line()),
                    "there is no column '" + column + "' among " + header + "; choose the " + what + " column"
                            + delimiterHint(header));
        }
        if (header.lastIndexOf(column) > at) {
            throw new InvalidDataException(
                    parser.input().place(parser.line()),
                    "there are several columns '" + column + "' in " + header + "; rename all but one, or choose the "
                            + what + " column by its number");
        }
        return at;
    }

    private int numbered(String column, String what) throws InvalidDataException {
        if (!isNumber(column) || Integer.parseInt(column) > columns) {
            throw new InvalidDataException(
                    parser.input().place(parser.line()),
                    "the file has no header and " + columns + " columns; choose the " + what
                            + " column by its number, not '" + column + "'");
        }
        return Integer.parseInt(column) - 1;
    }

    private static boolean isNumber(String column) {
        return column.matches("[1-9][0-9]{0,8}");
    }

    @Override
    public boolean next() throws IOException {
        List<String> fields = pending.isEmpty() ? parser.next() : pending;
        pending = List.of();
        if (fields.isEmpty()) {
            return false;
        }
        if (fields.size() != columns) {
            throw new InvalidDataException(
                    place(),
                    "found " + fields.size() + " fields where the first line has " + columns
                            + "; put fields that hold the delimiter or a line break in quotation marks");
        }
        text = fields.get(textAt);
        label = labelled ? fields.get(labelAt) : "";
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
        return parser.input().place(parser.line());
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
