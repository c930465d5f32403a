package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens a file as rows in whatever format it has. */
final class RowFiles {

    private RowFiles() {}

    /**
     * @param labelled whether the label is wanted too; without, {@code .txt} is a text per line
     * @throws InvalidDataException if the format is unknown or the columns are not there
     */
    static Rows open(Path file, ReadOptions options, boolean labelled) throws IOException {
        DataFormat format = format(file, options, labelled);
        if (labelled && format == DataFormat.LINES) {
            throw new InvalidDataException(file.toString(), "a file of plain lines has no labels; expected text;label");
        }
        if (format == DataFormat.PARQUET) {
            return ParquetRows.open(file, options, labelled);
        }
        TextInput input = TextInput.open(file, options.charset());
        try {
            return switch (format) {
                case TEXT_LABEL -> new LineRows(input, delimiter(options, ';'), true);
                case LINES -> new LineRows(input, delimiter(options, ';'), false);
                case JSONL -> new JsonRows(input, options, labelled);
                case CSV, TSV ->
                    new CsvRows(
                            new CsvParser(
                                    input, delimiter(options, format == DataFormat.CSV ? ',' : '\t'), options.quotes()),
                            options,
                            labelled);
                case PARQUET, BY_NAME -> throw new AssertionError("settled above");
            };
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    private static DataFormat format(Path file, ReadOptions options, boolean labelled) throws InvalidDataException {
        if (options.format() != DataFormat.BY_NAME) {
            return options.format();
        }
        DataFormat format = DataFormat.of(file)
                .orElseThrow(() -> new InvalidDataException(
                        file.toString(),
                        "its name tells no format; expected one that ends in " + DataFormat.knownEndings()
                                + " (with or without .gz), or name the format"));
        return format == DataFormat.TEXT_LABEL && !labelled ? DataFormat.LINES : format;
    }

    private static char delimiter(ReadOptions options, char otherwise) {
        return options.delimiter() == 0 ? otherwise : options.delimiter();
    }
}
