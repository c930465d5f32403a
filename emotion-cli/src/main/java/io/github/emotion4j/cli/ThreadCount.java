package io.github.emotion4j.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --threads}. There is an upper limit, too: a machine that is told to start a hundred thousand threads stands still. */
final class ThreadCount implements ITypeConverter<Integer> {

    static final int MOST = 1024;

    @Override
    public Integer convert(String value) {
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MOST) {
            throw new TypeConversionException("expected a whole number from 1 to " + MOST + ", found '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
