package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.ExitCode;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.verify.ReferenceCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares a model with the numbers of another program. */
@Command(
        name = "verify",
        description = "Run reference cases through a model and compare with their expected numbers.",
        footer = {"", "Example: emotion models verify model.onnx --cases cases.json"})
public final class ModelsVerifyCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "Directory, ONNX file, catalogue name or hub id.")
    private String model;

    @Option(names = "--cases", paramLabel = "FILE.json", required = true, description = "Inputs with expected outputs.")
    private Path cases;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            defaultValue = "1e-4",
            description = "Largest difference allowed (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    ModelsVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (!(tolerance >= 0)) {
            throw Problem.usage("--tolerance must be >= 0, found " + tolerance);
        }
        ReferenceCases reference = ReferenceCases.read(cases);
        Model read = ModelDirectory.read(new Models(session).locate(model));
        ReferenceCases.Outcome outcome;
        try (Encoder encoder = Encoder.of(read.checkpoint())) {
            outcome = reference.compare(encoder, read.pooling());
        }
        boolean passed = outcome.maxAbsDiff() <= tolerance; // false for NaN
        session.output()
                .result(
                        Json.object("cases", outcome.cases(), "max_abs_diff", outcome.maxAbsDiff()),
                        () -> String.format(
                                Locale.ROOT,
                                "%d cases, largest difference %.2g: %s",
                                outcome.cases(),
                                outcome.maxAbsDiff(),
                                passed ? "passed" : "above " + tolerance));
        return passed ? ExitCode.DONE : ExitCode.GATE;
    }
}
