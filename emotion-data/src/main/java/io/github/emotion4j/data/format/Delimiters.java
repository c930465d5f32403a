package io.github.emotion4j.data.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What parts the fields of a CSV or TSV file: what is asked for, what Excel's {@code sep=} says, or what the names in the first line show. */
final class Delimiters {

    private static final Pattern SEP = Pattern.compile("\"?(?i:sep)=(.)\"?");
    private static final String KNOWN = ",;\t|";

    private Delimiters() {}

    /**
     * The delimiter; a line {@code sep=;} is taken from the input.
     *
     * @param usual of the format
     * @param note is told what was not asked for
     */
    static char choose(TextInput input, char usual, ReadOptions options, Consumer<String> note) throws IOException {
        String line = input.peekLine();
        Matcher said = SEP.matcher(line);
        if (said.matches()) {
            input.readLine();
        }
        if (options.delimiter() != ReadOptions.UNSET) {
            return options.delimiter();
        }
        if (said.matches()) {
            return said.group(1).charAt(0);
        }
        if (hasNames(line, usual, options) || line.indexOf(usual) >= 0 && !line.contains("\"")) {
            return usual;
        }
        for (char other : KNOWN.toCharArray()) {
            if (line.indexOf(other) >= 0 && hasNames(line, other, options)) {
                note.accept(input.place(input.line()) + ": fields are parted by " + title(other) + ", not by "
                        + title(usual) + "; " + Remedy.DELIMITER.with(word(usual)) + " says otherwise");
                return other;
            }
        }
        return usual;
    }

    /** Whether a line, cut so, has the name of a wanted column, or one usual name of a text and one of a label. */
    private static boolean hasNames(String line, char delimiter, ReadOptions options) {
        List<String> fields = Arrays.asList(line.split(Pattern.quote(String.valueOf(delimiter))));
        return fields.stream()
                        .anyMatch(field -> !field.matches("[0-9]*")
                                && (ColumnNames.alike(field, options.textColumn())
                                        || ColumnNames.alike(field, options.labelColumn())))
                || fields.stream().anyMatch(ColumnNames::isOfTexts)
                        && fields.stream().anyMatch(ColumnNames::isOfLabels);
    }

    /** A delimiter of other files in a field. */
    static Optional<Character> foreign(String field) {
        return KNOWN.chars()
                .mapToObj(c -> (char) c)
                .filter(c -> c != ',' && field.indexOf(c) >= 0)
                .findFirst();
    }

    /** The end of a message about a field that seems to be several. */
    static String hint(String field) {
        return foreign(field)
                .map(c -> "; its columns seem to be parted by " + title(c) + ": " + Remedy.DELIMITER.with(word(c)))
                .orElse("");
    }

    private static String title(char delimiter) {
        return switch (delimiter) {
            case ',' -> "commas";
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            default -> "'" + delimiter + "'";
        };
    }

    /** As the command line takes it without quotation marks of the shell. */
    private static String word(char delimiter) {
        return switch (delimiter) {
            case ',' -> "comma";
            case ';' -> "semicolon";
            case '\t' -> "tab";
            case '|' -> "pipe";
            default -> String.valueOf(delimiter);
        };
    }
}
