package io.github.emotion4j.cli;

import io.github.emotion4j.data.format.ReadOptions;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** How files of texts are read. */
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

    @Option(names = "--charset", paramLabel = "NAME", description = "Encoding of text files (default: UTF-8).")
    private Charset charset = StandardCharsets.UTF_8;

    /** The options of the reader. */
    ReadOptions read() {
        try {
            return ReadOptions.defaults().withColumns(textColumn, labelColumn).withCharset(charset);
        } catch (IllegalArgumentException e) {
            throw Problem.usage(e.getMessage());
        }
    }
}
