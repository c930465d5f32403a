package io.github.emotion4j.cli;

import io.github.emotion4j.data.format.DataFormat;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --format-of-data}. */
final class FormatName implements ITypeConverter<DataFormat> {

    @Override
    public DataFormat convert(String value) {
        List<DataFormat> formats = Arrays.stream(DataFormat.values())
                .filter(format -> format != DataFormat.BY_NAME)
                .toList();
        return formats.stream()
                .filter(format -> format.title().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> titles =
                            formats.stream().map(DataFormat::title).toList();
                    return new TypeConversionException(
                            "expected one of " + titles + ", found '" + value + "'" + Suggestion.of(value, titles));
                });
    }
}
