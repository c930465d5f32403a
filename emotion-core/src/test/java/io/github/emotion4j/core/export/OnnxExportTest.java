package io.github.emotion4j.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Architecture;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Pooling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExportTest {

    @TempDir
    Path folder;

    @Test
    void anyPaddingGivesTheSameLogitsInOnnxRuntime() throws Exception {
        var checkpoint = RandomCheckpoints.of(Architecture.BERT, Activation.GELU_ERF, false, 1);
        var file = folder.resolve("model.onnx");
        for (var pooling : Pooling.values()) {
            OnnxExport.logits(checkpoint, pooling, file);
            try (var runtime = new OnnxRuntime(file)) {
                var together = RandomCheckpoints.batch(5, 17, 2);
                float[] logits = runtime.run(together, "logits");
                assertThat(logits).hasSize(5 * 4);
                for (int row = 0; row < 5; row++) {
                    float[] alone = runtime.run(Batches.rowWithoutPadding(together, row), "logits");
                    for (int id = 0; id < 4; id++) {
                        assertThat(alone[id]).isCloseTo(logits[row * 4 + id], within(1e-5f));
                    }
                }
                assertThat(runtime.metadata())
                        .containsEntry("labels", "sadness\njoy\nfear\nsurprise")
                        .containsKey("pooling");
            }
        }
    }

    @Test
    void theSameCheckpointGivesTheSameBytes() throws Exception {
        var checkpoint = RandomCheckpoints.of(Architecture.DISTILBERT, Activation.GELU_ERF, false, 1);
        OnnxExport.logits(checkpoint, Pooling.CLS, folder.resolve("a.onnx"));
        OnnxExport.logits(checkpoint, Pooling.CLS, folder.resolve("b.onnx"));
        assertThat(folder.resolve("a.onnx")).hasSameBinaryContentAs(folder.resolve("b.onnx"));
    }

    @Test
    void aCheckpointWithoutAHeadHasNoLogitsToExportAndLeavesNoFile() throws Exception {
        var whole = RandomCheckpoints.of(Architecture.DISTILBERT, Activation.RELU, false, 1);
        var body = new Checkpoint(whole.config(), whole.weights(), Optional.empty(), Optional.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxExport.logits(body, Pooling.CLS, folder.resolve("x.onnx")))
                .withMessageContaining("no classification head");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    /** Single rows of batches. */
    private static final class Batches {
        static io.github.emotion4j.data.batch.TokenBatch rowWithoutPadding(
                io.github.emotion4j.data.batch.TokenBatch batch, int row) {
            int from = row * batch.length();
            int tokens =
                    Arrays.stream(batch.mask(), from, from + batch.length()).sum();
            return new io.github.emotion4j.data.batch.TokenBatch(
                    1,
                    tokens,
                    Arrays.copyOfRange(batch.ids(), from, from + tokens),
                    Arrays.copyOfRange(batch.mask(), from, from + tokens),
                    new int[tokens]);
        }
    }
}
