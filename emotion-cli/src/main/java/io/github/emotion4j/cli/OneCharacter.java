package io.github.emotion4j.cli;

import io.github.emotion4j.data.format.ReadOptions;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option that is one character, or the name of one that shells make hard to write. */
final class OneCharacter implements ITypeConverter<Character> {

    private static final Map<String, Character> NAMED = Map.of(
            "comma", ',',
            "semicolon", ';',
            "tab", '\t',
            "\\t", '\t',
            "pipe", '|',
            "space", ' ',
            "backslash", '\\',
            "none", ReadOptions.UNSET);

    @Override
    public Character convert(String value) {
        if (NAMED.containsKey(value)) {
            return NAMED.get(value);
        }
        if (value.length() != 1) {
            throw new TypeConversionException(
                    "expected one character, or comma, semicolon, tab, pipe, space, backslash or" + " none, found '"
                            + value + "'");
        }
        return value.charAt(0);
    }
}
