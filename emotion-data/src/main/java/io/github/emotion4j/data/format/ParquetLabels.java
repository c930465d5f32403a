package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.parquet.ParquetColumn;
import io.github.emotion4j.data.parquet.ParquetReader;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The label column of a Parquet file; class numbers become the names that the file's metadata has for them. */
final class ParquetLabels {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern CLASS = Pattern.compile("[0-9]{1,9}");

    /** What {@code datasets} writes where the class is not known. */
    private static final String UNKNOWN = "-1";

    private final ParquetColumn column;
    private final String type;
    private final Optional<Labels> names;

    ParquetLabels(ParquetReader reader, String name) throws InvalidDataException {
        this.column = reader.column(name);
        this.type = reader.type(name);
        try {
            this.names = reader.classNames(name)
                    .map(all -> Labels.of(all.stream()
                            .map(String::strip)
                            .map(LabelNames::whole)
                            .toList()));
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(reader.place(), "its class names are unusable: " + e.getMessage(), e);
        }
    }

    /** Goes to the next row; false at the end. */
    boolean next() throws IOException {
        return column.next();
    }

    /** The names of the classes, if the file has them. */
    Optional<Labels> names() {
        return names;
    }

    /**
     * The label of this row; empty where it is null, not a number, or the class of none.
     *
     * @throws InvalidRowException if it is no class of the file, or a fraction
     */
    String value(String place) throws InvalidRowException {
        String value = column.value().orElse("");
        if (value.isBlank()) {
            return "";
        }
        if (ParquetRows.FRACTIONS.contains(type) && !WHOLE.matcher(value).matches()) {
            throw new InvalidRowException(
                    place, "the label is " + value + ", of type " + type + "; expected a name or a whole number");
        }
        if (names.isEmpty()) {
            return value;
        }
        Labels known = names.get();
        if (type.equals("BYTE_ARRAY")) { // the column holds the names themselves
            if (known.id(LabelNames.whole(value.strip())).isEmpty()) {
                throw unknown(place, "label '" + Shortened.of(value) + "' is not one of the classes " + known.names());
            }
            return value;
        }
        if (value.equals(UNKNOWN)) {
            return "";
        }
        if (!CLASS.matcher(value).matches() || Integer.parseInt(value) >= known.size()) {
            throw unknown(
                    place,
                    "class " + value + " is out of range: the classes are 0 to " + (known.size() - 1) + ", "
                            + known.names());
        }
        return known.name(Integer.parseInt(value));
    }

    private static InvalidRowException unknown(String place, String problem) {
        return new InvalidRowException(
                place, problem + " that the file's metadata names; correct the row or the metadata");
    }
}
