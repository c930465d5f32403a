package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.onnx.OnnxCheckpointReader;
import io.github.emotion4j.core.onnx.OnnxImport;
import io.github.emotion4j.core.verify.ReferenceCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every ONNX file of the reference folder, read and then computed by the encoder itself. */
class EncoderReferenceTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("emotion.reference", "missing")).resolve("onnx");

    @AfterEach
    void chooseAgain() {
        System.clearProperty(Execution.PROPERTY);
    }

    @TestFactory
    Stream<DynamicTest> everyReferenceFileGivesTheExportersNumbersOnBothEngines() throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), () -> "no reference files in " + FOLDER);
        List<Path> files;
        try (var list = Files.list(FOLDER)) {
            files = list.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
        return files.stream()
                .flatMap(file -> Stream.of(Execution.values())
                        .map(execution -> DynamicTest.dynamicTest(
                                file.getFileName() + " " + execution, () -> verify(file, execution))));
    }

    private static void verify(Path file, Execution execution) throws IOException {
        OnnxImport read = OnnxCheckpointReader.read(file);
        var cases = ReferenceCases.read(Path.of(file.toString().replaceAll("\\.onnx$", ".json")));
        System.setProperty(Execution.PROPERTY, execution.name());
        try (var encoder = Encoder.of(read.checkpoint())) {
            var outcome = cases.compare(encoder, read.pooling().orElse(Pooling.CLS));
            assertThat(outcome.cases()).isPositive();
            assertThat(outcome.maxAbsDiff()).isLessThan(1e-4);
        }
    }
}
