package io.github.emotion4j.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SameDiff;

class UnitVectorExportTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"BERT, CLS", "DISTILBERT, MEAN"})
    void aHeadOnUnitVectorsGivesTheSameLogitsInOnnxRuntimeAndInSameDiff(Architecture architecture, Pooling pooling)
            throws Exception {
        Checkpoint plain = RandomCheckpoints.of(architecture, Activation.GELU_ERF, true, 7);
        Head head = plain.head().orElseThrow();
        var checkpoint = new Checkpoint(
                plain.config(),
                plain.weights(),
                Optional.of(Head.onUnitVector(head.weight(), head.bias())),
                plain.labels());
        OnnxExport.logits(checkpoint, pooling, folder.resolve("model.onnx"));
        SameDiffExport.logits(checkpoint, pooling, folder.resolve("model.sd"));
        SameDiff graph = SameDiff.load(folder.resolve("model.sd").toFile(), false);
        try (var oracle = new OnnxRuntime(folder.resolve("model.onnx"));
                var encoder = Encoder.of(checkpoint)) {
            for (int[] shape : new int[][] {{1, 2}, {1, 48}, {5, 9}}) {
                var batch = RandomCheckpoints.batch(shape[0], shape[1], 11);
                float[] expected = encoder.logits(batch, pooling);

                assertThat(oracle.run(batch, "logits")).containsExactly(expected, within(1e-4f));
                assertThat(SameDiffExportTest.run(graph, batch)).containsExactly(expected, within(1e-4f));
            }
        }
    }
}
