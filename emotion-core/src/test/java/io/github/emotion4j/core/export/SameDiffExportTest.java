package io.github.emotion4j.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.core.graph.TinyEncoders;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class SameDiffExportTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "DISTILBERT, GELU_ERF, CLS, false",
        "BERT, GELU_ERF, CLS, false",
        "BERT, GELU_TANH, MEAN, true",
        "DISTILBERT, RELU, MEAN, true"
    })
    void aFileLoadedWithoutThisLibraryGivesTheLogitsOfOnnxRuntime(
            Architecture architecture, Activation activation, Pooling pooling, boolean plainHead) throws Exception {
        Checkpoint checkpoint = RandomCheckpoints.of(architecture, activation, plainHead, 7);
        Path samediff = folder.resolve("model.sd");
        Path onnx = folder.resolve("model.onnx");
        SameDiffExport.logits(checkpoint, pooling, samediff);
        OnnxExport.logits(checkpoint, pooling, onnx);
        SameDiff graph = SameDiff.load(samediff.toFile(), false);
        try (var oracle = new OnnxRuntime(onnx)) {
            for (int[] shape : new int[][] {{1, 2}, {1, 48}, {5, 9}, {17, 23}}) {
                var batch = RandomCheckpoints.batch(shape[0], shape[1], 11);
                assertThat(run(graph, batch)).containsExactly(oracle.run(batch, "logits"), within(1e-4f));
            }
        }
    }

    @Test
    void refusesMoreThanSameDiffsWriterHoldsBeforeItComputesAnything() throws Exception {
        Checkpoint small = RandomCheckpoints.of(Architecture.DISTILBERT, Activation.RELU, true, 7);
        var config = small.config();
        int vocabulary = 12_000_000;
        var large = TinyEncoders.config(
                config.architecture(),
                Activation.RELU,
                vocabulary,
                config.maxPositions(),
                config.hiddenSize(),
                config.layers(),
                config.heads(),
                config.intermediateSize());
        var weights = new HashMap<>(small.weights());
        // A file without content takes no room, neither on disk nor in memory.
        long bytes = (long) vocabulary * config.hiddenSize() * Float.BYTES;
        try (var sparse = new RandomAccessFile(folder.resolve("words").toFile(), "rw")) {
            sparse.setLength(bytes);
            var words = sparse.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, bytes);
            weights.put(
                    WeightNames.WORDS, new Tensor(new int[] {vocabulary, config.hiddenSize()}, words.asFloatBuffer()));
        }
        var checkpoint = new Checkpoint(large, weights, small.head(), small.labels());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SameDiffExport.logits(checkpoint, Pooling.CLS, folder.resolve("model.sd")))
                .withMessageContaining("ends at 1 GiB");
        assertThat(folder.resolve("model.sd")).doesNotExist();
    }

    static float[] run(SameDiff graph, TokenBatch batch) {
        long[] shape = {batch.rows(), batch.length()};
        var ids = Nd4j.createFromArray(batch.ids()).castTo(DataType.INT32).reshape(shape);
        var mask = Nd4j.createFromArray(batch.mask()).castTo(DataType.INT32).reshape(shape);
        return graph.output(Map.of("input_ids", ids, "attention_mask", mask), "logits")
                .get("logits")
                .dup('c')
                .data()
                .asFloat();
    }
}
