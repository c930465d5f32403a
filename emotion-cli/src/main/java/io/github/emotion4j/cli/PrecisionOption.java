package io.github.emotion4j.cli;

import io.github.emotion4j.core.graph.Precision;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What a command computes the encoder's products in. */
public final class PrecisionOption {

    @Option(
            names = "--precision",
            paramLabel = "float32|bf16",
            defaultValue = "float32",
            description = "Of the encoder's products; bf16 is faster where the processor has instructions for it"
                    + " (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    /** What was chosen. */
    public Precision value() {
        return precision;
    }

    /** What was chosen, as it is written on the command line. */
    public String title() {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
