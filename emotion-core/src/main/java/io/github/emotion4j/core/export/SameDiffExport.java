package io.github.emotion4j.core.export;

import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Parameters;
import io.github.emotion4j.core.graph.StandardGraph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes a checkpoint as SameDiff's own FlatBuffers file, of nothing but ND4J's standard operations, so that {@code SameDiff.load(file, false)} reads
 * it without this library. Placeholders are {@code input_ids} and {@code attention_mask} (int32, {@code [batch, length]}, mask 1 for a token and 0
 * for padding); the output is {@code logits}, {@code [batch, labels]}. Segment ids are taken as 0.
 *
 * <pre>{@code
 * SameDiff graph = SameDiff.load(new File("model.sd"), false);
 * INDArray ids = Nd4j.createFromArray(new int[][] {{101, 1045, 2514, 6517, 102}});
 * INDArray mask = Nd4j.onesLike(ids);
 * INDArray logits = graph.output(Map.of("input_ids", ids, "attention_mask", mask), "logits").get("logits");
 * INDArray probabilities = Nd4j.nn().softmax(logits, 1);
 * }</pre>
 *
 * <p>A file appears whole or not at all. Stateless and thread-safe. Needs an ND4J backend at run time, and heap of up to
 * four times the size of the weights: SameDiff's writer holds the file in a buffer that it doubles.
 */
public final class SameDiffExport {

    /** A buffer that is doubled does not go beyond this as an int. */
    private static final long WRITER_LIMIT = 1L << 30;

    /** More than the nodes, names and shapes of any encoder take. */
    private static final long ROOM_FOR_GRAPH = 4L << 20;

    private SameDiffExport() {}

    /**
     * Encoder, pooling and head.
     *
     * @throws IllegalArgumentException if the checkpoint has no head, or the file would exceed the 1 GiB of SameDiff's writer
     * @throws IOException if the file cannot be written
     */
    public static void logits(Checkpoint checkpoint, Pooling pooling, Path file) throws IOException {
        Head head = checkpoint
                .head()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the checkpoint has no classification head, so there are no logits to export"));
        long bytes = checkpoint.weights().values().stream()
                .mapToLong(tensor -> (long) tensor.size() * Float.BYTES)
                .sum();
        if (bytes > WRITER_LIMIT - ROOM_FOR_GRAPH) {
            throw new IllegalArgumentException("the weights have " + bytes
                    + " bytes, but SameDiff's writer ends at 1 GiB; export ONNX, or use the model directory");
        }
        var standard = StandardGraph.ofIds(checkpoint.config(), name -> array(Parameters.tensor(checkpoint, name)));
        SameDiff graph = standard.graph();
        try {
            standard.logits(pooling, head.shape()).rename("logits");
            ByteBuffer content = graph.asFlatBuffers(false);
            AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, content));
        } finally {
            graph.variables().forEach(variable -> {
                var array = variable.getArr();
                if (array != null && array.closeable()) {
                    array.close();
                }
            });
        }
    }

    private static INDArray array(Tensor tensor) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        return Nd4j.create(tensor.toArray(), shape, 'c');
    }
}
