package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens a file as rows in whatever format it has. */
final class RowFiles {

    private RowFiles() {}

    /**
     * @param labelled whether the label is wanted too; without, {@code .txt} is a text per line
     * @param earlier rows of another part of the same data
     * @param note is told what the file does not say clearly
     * @throws InvalidDataException if the format is unknown or the columns are not there
     */
    static Rows open(Path file, ReadOptions options, boolean labelled, Optional<Rows> earlier, Consumer<String> note)
            throws IOException {
        DataFormat format = format(file, options, labelled);
        if (labelled && format == DataFormat.LINES) {
            throw new InvalidDataException(file.toString(), "a file of plain lines has no labels; expected text;label");
        }
        if (format == DataFormat.PARQUET) {
            return ParquetRows.open(file, options, labelled, note);
        }
        TextInput input = TextInput.open(file, options);
        try {
            char usual = usualDelimiter(format);
            char delimiter = options.delimiter() == ReadOptions.UNSET ? usual : options.delimiter();
            return switch (format) {
                case TEXT_LABEL -> FieldRows.ofPairs(new LineRecords(input, delimiter, true), options, earlier, note);
                case LINES -> FieldRows.ofTexts(new LineRecords(input, delimiter, false), options, note);
                case JSONL -> new JsonRows(input, options, labelled);
                case JSON ->
                    input.peekBehindSpace() == '['
                            ? new JsonArrayRows(input, options, labelled)
                            : new JsonRows(input, options, labelled);
                case CSV, TSV -> {
                    char chosen = Delimiters.choose(input, usual, options, note);
                    yield FieldRows.ofColumns(new CsvParser(input, chosen, options), options, labelled, earlier, note);
                }
                case PARQUET, BY_NAME -> throw new AssertionError("settled above");
            };
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    private static char usualDelimiter(DataFormat format) {
        return format == DataFormat.CSV ? ',' : format == DataFormat.TSV ? '\t' : ';';
    }

    private static DataFormat format(Path file, ReadOptions options, boolean labelled) throws InvalidDataException {
        if (options.format() != DataFormat.BY_NAME) {
            return options.format();
        }
        DataFormat format = DataFormat.of(file)
                .orElseThrow(() -> new InvalidDataException(
                        file.toString(),
                        "its name tells no format; expected one that ends in " + DataFormat.knownEndings()
                                + " (with or without .gz), or name the format: " + Remedy.FORMAT.with("FORMAT")));
        return format == DataFormat.TEXT_LABEL && !labelled ? DataFormat.LINES : format;
    }
}
