package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.ModelOption;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.core.export.OnnxExport;
import io.github.emotion4j.core.export.SameDiffExport;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model for other runtimes. */
@Command(
        name = "export",
        description = "Write a model for other runtimes.",
        footer = {"", "Example: emotion export --model my-model --to onnx --out model.onnx"})
public final class ExportCommand implements Callable<Integer> {

    enum Target {
        onnx,
        safetensors,
        samediff
    }

    private final Session session;

    @Mixin
    private ModelOption model;

    @Option(
            names = "--to",
            paramLabel = "onnx|safetensors|samediff",
            required = true,
            description = "safetensors writes a model directory.")
    private Target target;

    @Option(names = "--out", paramLabel = "PATH", required = true, description = "The file or directory to write.")
    private Path out;

    ExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Data.requireOther("--out", out, model.name());
        if (target != Target.safetensors) {
            AtomicFile.requirePlace(out);
        }
        Model read = model.read(model.locate(session));
        boolean head = read.checkpoint().head().isPresent();
        switch (target) {
            case onnx -> {
                if (head) {
                    OnnxExport.logits(read.checkpoint(), read.pooling(), out);
                } else {
                    OnnxExport.hiddenStates(read.checkpoint(), out);
                }
            }
            case samediff -> {
                read.head(); // says which model has none
                SameDiffExport.logits(read.checkpoint(), read.pooling(), out);
            }
            case safetensors -> ModelDirectory.write(read, out);
        }
        long bytes = bytes();
        session.output()
                .result(
                        Json.object("path", out.toString(), "bytes", bytes),
                        () -> out + ", " + (bytes < 1_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB"));
        return 0;
    }

    private long bytes() throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }
}
