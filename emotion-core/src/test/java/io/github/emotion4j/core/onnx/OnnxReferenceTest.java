package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.encoder.Pooling;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What is read gives the exporter's numbers, as PyTorch or onnxruntime computed them. */
class OnnxReferenceTest {

    /** Files of many exporters; random weights, tiny. */
    static Path folder() throws URISyntaxException {
        return Path.of(OnnxReferenceTest.class.getResource("/onnx/read").toURI());
    }

    @TestFactory
    Stream<DynamicTest> everyFileOfAnyExporterGivesTheExportersNumbers() throws Exception {
        return tests(folder());
    }

    @TestFactory
    Stream<DynamicTest> everyFileOfTheReferenceFolderGivesTheExportersNumbers() throws Exception {
        Path shared =
                Path.of(System.getProperty("emotion.reference", "missing")).resolve("onnx");
        assumeTrue(Files.isDirectory(shared), () -> "no reference files in " + shared);
        return tests(shared);
    }

    private static Stream<DynamicTest> tests(Path folder) throws IOException {
        List<Path> files;
        try (var list = Files.list(folder)) {
            files = list.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> verify(file)));
    }

    private static void verify(Path file) throws IOException {
        OnnxImport read = OnnxCheckpointReader.read(file);
        Path cases = Path.of(file.toString().replaceAll("\\.onnx$", ".json"));
        boolean probabilities = read.notes().contains("the softmax after the classifier was cut off");
        Pooling pooling = read.pooling().orElse(Pooling.CLS);
        assertThat(ExpectedNumbers.worst(read.checkpoint(), pooling, read.normalised(), probabilities, cases))
                .isLessThan(1e-4);
    }
}
