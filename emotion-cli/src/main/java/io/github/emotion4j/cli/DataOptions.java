package io.github.emotion4j.cli;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.format.DataFormat;
import io.github.emotion4j.data.format.ReadOptions;
import io.github.emotion4j.data.format.ReadOptions.Header;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How data is read, for every command that takes some; and what was found in reading. */
public final class DataOptions {

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "Column of the texts (default: ${DEFAULT-VALUE}); a number where there is no header.")
    private String textColumn;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            defaultValue = "label",
            description = "Column of the labels (default: ${DEFAULT-VALUE}).")
    private String labelColumn;

    @Option(
            names = "--labels",
            paramLabel = "NAME,…",
            split = ",",
            description = "Names of the labels in order of id, where data has numbers or a model LABEL_n.")
    private List<String> labels = List.of();

    @Option(
            names = "--format-of-data",
            paramLabel = "FORMAT",
            converter = FormatName.class,
            description = "text-label, lines, csv, tsv, json, jsonl or parquet (default: what the file's name tells).")
    private DataFormat format = DataFormat.BY_NAME;

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            converter = OneCharacter.class,
            description = "What parts fields: a character, tab, semicolon, … (default: by format, sep= and header).")
    private Character delimiter;

    @Option(
            names = "--quote",
            paramLabel = "C|none",
            converter = OneCharacter.class,
            description = "What encloses fields of CSV and TSV (default: \").")
    private Character quote;

    @Option(
            names = "--escape",
            paramLabel = "C",
            converter = OneCharacter.class,
            description =
                    "What stands before a quotation mark in a field, as Spark's backslash (default: another one).")
    private Character escape;

    @Option(
            names = "--header",
            negatable = true,
            description = "Line 1 does, or does not, name columns (default: as its words tell).")
    private Boolean header;

    @Option(names = "--charset", paramLabel = "NAME", description = "Encoding of text files (default: UTF-8).")
    private Charset charset = StandardCharsets.UTF_8;

    @Option(
            names = "--skip-invalid",
            description =
                    "Leave out rows that cannot be taken, and tell how many and where; otherwise the first ends it.")
    private boolean skipInvalid;

    private ReadingNotes notes;

    /** The options of the reader. */
    ReadOptions read() {
        try {
            ReadOptions options = ReadOptions.defaults()
                    .withFormat(format)
                    .withColumns(textColumn, labelColumn)
                    .withCharset(charset)
                    .withSkipInvalid(skipInvalid)
                    .withLabels(Labels.of(labels));
            options = header == null ? options : options.withHeader(header ? Header.PRESENT : Header.ABSENT);
            options = delimiter == null ? options : options.withDelimiter(delimiter);
            options = quote == null ? options : options.withQuote(quote);
            return escape == null ? options : options.withEscape(escape);
        } catch (IllegalArgumentException e) {
            throw Problem.usage(e.getMessage());
        }
    }

    /** The names of {@code --labels}, if there are any. */
    public Optional<Labels> labels() {
        return labels.isEmpty() ? Optional.empty() : Optional.of(Labels.of(read().labels()));
    }

    /** What is found in reading, by whatever reader of this command. */
    public ReadingNotes notes(Session session) {
        if (notes == null) {
            notes = new ReadingNotes(session.output());
        }
        return notes;
    }
}
