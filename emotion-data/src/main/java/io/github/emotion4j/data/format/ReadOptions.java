package io.github.emotion4j.data.format;

import io.github.emotion4j.data.Labels;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * How a file is to be read. {@link #defaults()} suits files whose name tells their format, with columns {@code text} and {@code label}.
 *
 * @param format the format; {@link DataFormat#BY_NAME} for what the file's name tells
 * @param textColumn the text's column: its name, or its number from 1 where there is no header
 * @param labelColumn the label's column, likewise
 * @param header whether CSV and TSV begin with a line of column names
 * @param delimiter what separates fields; 0 for the format's own ({@code ;}, comma or tab)
 * @param quotes whether CSV and TSV fields may be quoted; without, a quotation mark is a character like any other
 * @param charset the encoding of text formats; a byte order mark at the beginning is skipped
 * @param emptyText what to do with a row whose text is blank
 * @param labels the label names in id order; a row with another is refused. Empty if the data's labels are to be taken. A label that is none of the
 *     names but the number of one (from 0) stands for that name.
 */
public record ReadOptions(
        DataFormat format,
        String textColumn,
        String labelColumn,
        Header header,
        char delimiter,
        boolean quotes,
        Charset charset,
        EmptyText emptyText,
        List<String> labels) {

    private static final String TEXT = "text";
    private static final String LABEL = "label";

    private static final ReadOptions DEFAULTS = new ReadOptions(
            DataFormat.BY_NAME,
            TEXT,
            LABEL,
            Header.AUTO,
            '\0',
            true,
            StandardCharsets.UTF_8,
            EmptyText.REFUSE,
            List.of());

    /** Whether the first line of a CSV or TSV file names the columns. */
    public enum Header {
        /**
         * It does if one of its fields is the text column's name; otherwise, with the default column names, a file of two columns (of one, for texts
         * without labels) is taken as text and label without a header.
         */
        AUTO,
        /** It does. */
        PRESENT,
        /** It does not; columns are chosen by number, 1 and 2 if not said otherwise. */
        ABSENT
    }

    /** What becomes of a row whose text is blank. A text is never too long: that is the tokenizer's to cut. */
    public enum EmptyText {
        /** The file is refused, with the line. Right for training: a blank text teaches nothing. */
        REFUSE,
        /** The row is left out. */
        SKIP,
        /** The row counts like any other. */
        KEEP
    }

    /** Checks the options. */
    public ReadOptions {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(charset, "charset");
        Objects.requireNonNull(emptyText, "emptyText");
        requireName("text column", textColumn);
        requireName("label column", labelColumn);
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
            throw new IllegalArgumentException("the delimiter must not be a quotation mark or line break");
        }
        labels = Labels.of(labels).names();
    }

    /** Format by name, columns {@code text} and {@code label}, UTF-8, labels as they come, blank texts refused. */
    public static ReadOptions defaults() {
        return DEFAULTS;
    }

    /** The same for another format than the name tells. */
    public ReadOptions withFormat(DataFormat format) {
        return new ReadOptions(format, textColumn, labelColumn, header, delimiter, quotes, charset, emptyText, labels);
    }

    /** The same with other columns. */
    public ReadOptions withColumns(String textColumn, String labelColumn) {
        return new ReadOptions(format, textColumn, labelColumn, header, delimiter, quotes, charset, emptyText, labels);
    }

    /** The same, told whether there is a header. */
    public ReadOptions withHeader(Header header) {
        return new ReadOptions(format, textColumn, labelColumn, header, delimiter, quotes, charset, emptyText, labels);
    }

    /** The same with another delimiter. */
    public ReadOptions withDelimiter(char delimiter) {
        return new ReadOptions(format, textColumn, labelColumn, header, delimiter, quotes, charset, emptyText, labels);
    }

    /** The same with quotation marks read as quotes, or as ordinary characters. */
    public ReadOptions withQuotes(boolean quotes) {
        return new ReadOptions(format, textColumn, labelColumn, header, delimiter, quotes, charset, emptyText, labels);
    }

    /** The same with another encoding. */
    public ReadOptions withCharset(Charset charset) {
        return new ReadOptions(format, textColumn, labelColumn, header, delimiter, quotes, charset, emptyText, labels);
    }

    /** The same with another treatment of blank texts. */
    public ReadOptions withEmptyText(EmptyText emptyText) {
        return new ReadOptions(format, textColumn, labelColumn, header, delimiter, quotes, charset, emptyText, labels);
    }

    /** The same with prescribed labels, for instance a checkpoint's or the training split's. */
    public ReadOptions withLabels(Labels labels) {
        return new ReadOptions(
                format, textColumn, labelColumn, header, delimiter, quotes, charset, emptyText, labels.names());
    }

    /** Whether somebody chose the columns. */
    boolean defaultColumns() {
        return textColumn.equals(TEXT) && labelColumn.equals(LABEL);
    }

    private static void requireName(String what, String name) {
        if (Objects.requireNonNull(name, what).isBlank()) {
            throw new IllegalArgumentException("the " + what + " must have a name or a number");
        }
    }
}
