package io.github.emotion4j.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.batch.TokenBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxExportTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "DISTILBERT, GELU_ERF, false",
        "BERT, GELU_ERF, false",
        "BERT, GELU_TANH, true",
        "DISTILBERT, RELU, true",
    })
    void onnxRuntimeGivesOurNumbersAtAnyBatchAndLength(
            Architecture architecture, Activation activation, boolean plainHead) throws Exception {
        var checkpoint = RandomCheckpoints.of(architecture, activation, plainHead, 3);
        var file = folder.resolve("model.onnx");
        try (var encoder = Encoder.of(checkpoint)) {
            for (var pooling : Pooling.values()) {
                OnnxExport.logits(checkpoint, pooling, file);
                compare(file, "logits", batch -> encoder.logits(batch, pooling));
                OnnxExport.features(checkpoint, pooling, file);
                compare(file, "features", batch -> encoder.features(batch, pooling));
            }
        }
    }

    private static void compare(Path file, String output, Function<TokenBatch, float[]> ours) throws Exception {
        try (var runtime = new OnnxRuntime(file)) {
            for (int[] shape : new int[][] {{1, 1}, {1, 48}, {2, 7}, {33, 19}}) {
                var batch = RandomCheckpoints.batch(shape[0], shape[1], 4);
                assertThat(ours.apply(batch)).containsExactly(runtime.run(batch, output), within(1e-4f));
            }
        }
    }

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
                    float[] alone = runtime.run(rowWithoutPadding(together, row), "logits");
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

    private static TokenBatch rowWithoutPadding(TokenBatch batch, int row) {
        int from = row * batch.length();
        int tokens = Arrays.stream(batch.mask(), from, from + batch.length()).sum();
        return new TokenBatch(
                1,
                tokens,
                Arrays.copyOfRange(batch.ids(), from, from + tokens),
                Arrays.copyOfRange(batch.mask(), from, from + tokens),
                new int[tokens]);
    }
}
