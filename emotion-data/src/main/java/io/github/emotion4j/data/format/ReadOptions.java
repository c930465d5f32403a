package io.github.emotion4j.data.format;

import io.github.emotion4j.data.Labels;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How files of any format are to be read. {@link #defaults()} suits files whose name tells their format, with columns {@code text} and {@code label}.
 *
 * @param format the format; {@link DataFormat#BY_NAME} for what the file's name tells
 * @param textColumn the text's column: its name, or its number from 1
 * @param labelColumn the label's column, likewise
 * @param header whether CSV, TSV and {@code .txt} begin with a line of column names
 * @param delimiter what separates fields; {@link #UNSET} for the format's own ({@code ;}, comma or tab), or what a header or {@code sep=} shows
 * @param quote what may enclose fields of CSV and TSV; {@link #UNSET} if nothing does and a quotation mark is a character like any other
 * @param escape before a quotation mark, delimiter or itself it makes that an ordinary character, as Spark writes CSV; {@link #UNSET} for none, a
 *     quotation mark inside quotes is then doubled
 * @param charset the encoding of text formats; a byte order mark at the beginning is skipped
 * @param skipInvalid whether rows that cannot be taken (no text, no label, an unknown one, too few fields, broken characters) are left out and told to the
 *     {@link ReadListener}; otherwise the first one ends the reading
 * @param labels the label names in id order; a row with another is invalid. Empty if the data's labels are to be taken. A label that is none of the
 *     names but the number of one (from 0) stands for that name, unless the names are numbers themselves.
 */
public record ReadOptions(
        DataFormat format,
        String textColumn,
        String labelColumn,
        Header header,
        char delimiter,
        char quote,
        char escape,
        Charset charset,
        boolean skipInvalid,
        List<String> labels) {

    /** Stands for a character that is not set. */
    public static final char UNSET = '\0';

    static final String TEXT = "text";
    static final String LABEL = "label";

    private static final ReadOptions DEFAULTS = new ReadOptions(
            DataFormat.BY_NAME, TEXT, LABEL, Header.AUTO, UNSET, '"', UNSET, StandardCharsets.UTF_8, false, List.of());

    /** Whether the first line of a CSV, TSV or {@code .txt} file names the columns. */
    public enum Header {
        /**
         * It does if one of its fields is the name of a wanted column, in any case, or a usual name of one ({@code Tweet}, {@code sentiment}), or if it
         * clearly is not like the lines below. What is taken as what is told to the {@link ReadListener} where the names do not say it.
         */
        AUTO,
        /** It does. */
        PRESENT,
        /** It does not; columns are chosen by number, 1 and 2 if not said otherwise. */
        ABSENT
    }

    /** Checks the options. */
    public ReadOptions {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(charset, "charset");
        requireName("text column", textColumn);
        requireName("label column", labelColumn);
        requireNoLineBreak("delimiter", delimiter);
        requireNoLineBreak("quote", quote);
        requireNoLineBreak("escape", escape);
        if (delimiter != UNSET && (delimiter == quote || delimiter == escape)) {
            throw new IllegalArgumentException(
                    "the delimiter must not be the quotation mark or the escape, found '" + delimiter + "' for both");
        }
        labels = Labels.of(labels).names();
    }

    /** Format by name, columns {@code text} and {@code label}, UTF-8, labels as they come, invalid rows refused. */
    public static ReadOptions defaults() {
        return DEFAULTS;
    }

    /** The same for another format than the name tells. */
    public ReadOptions withFormat(DataFormat format) {
        return with(changed -> changed.format = format);
    }

    /** The same with other columns. */
    public ReadOptions withColumns(String textColumn, String labelColumn) {
        return with(changed -> {
            changed.textColumn = textColumn;
            changed.labelColumn = labelColumn;
        });
    }

    /** The same, told whether there is a header. */
    public ReadOptions withHeader(Header header) {
        return with(changed -> changed.header = header);
    }

    /** The same with another delimiter. */
    public ReadOptions withDelimiter(char delimiter) {
        return with(changed -> changed.delimiter = delimiter);
    }

    /** The same with another quotation mark, {@link #UNSET} for none. */
    public ReadOptions withQuote(char quote) {
        return with(changed -> changed.quote = quote);
    }

    /** The same with an escape, usually a backslash. */
    public ReadOptions withEscape(char escape) {
        return with(changed -> changed.escape = escape);
    }

    /** The same with another encoding. */
    public ReadOptions withCharset(Charset charset) {
        return with(changed -> changed.charset = charset);
    }

    /** The same, leaving invalid rows out or refusing them. */
    public ReadOptions withSkipInvalid(boolean skipInvalid) {
        return with(changed -> changed.skipInvalid = skipInvalid);
    }

    /** The same with prescribed labels, for instance a checkpoint's or the training split's. */
    public ReadOptions withLabels(Labels labels) {
        return with(changed -> changed.labels = labels.names());
    }

    /** Whether nobody chose the columns. */
    boolean defaultColumns() {
        return textColumn.equals(TEXT) && labelColumn.equals(LABEL);
    }

    private ReadOptions with(Consumer<Changed> change) {
        var changed = new Changed(this);
        change.accept(changed);
        return changed.done();
    }

    private static void requireName(String what, String name) {
        if (Objects.requireNonNull(name, what).isBlank()) {
            throw new IllegalArgumentException("the " + what + " must have a name or a number");
        }
    }

    private static void requireNoLineBreak(String what, char c) {
        if (c == '\n' || c == '\r') {
            throw new IllegalArgumentException("the " + what + " must not be a line break");
        }
    }

    /** The components while one of them is exchanged. */
    private static final class Changed {

        private DataFormat format;
        private String textColumn;
        private String labelColumn;
        private Header header;
        private char delimiter;
        private char quote;
        private char escape;
        private Charset charset;
        private boolean skipInvalid;
        private List<String> labels;

        Changed(ReadOptions options) {
            format = options.format;
            textColumn = options.textColumn;
            labelColumn = options.labelColumn;
            header = options.header;
            delimiter = options.delimiter;
            quote = options.quote;
            escape = options.escape;
            charset = options.charset;
            skipInvalid = options.skipInvalid;
            labels = options.labels;
        }

        ReadOptions done() {
            return new ReadOptions(
                    format, textColumn, labelColumn, header, delimiter, quote, escape, charset, skipInvalid, labels);
        }
    }
}
