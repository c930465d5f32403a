package io.github.emotion4j.core.export;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.encoder.Pooling;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a checkpoint as ONNX, opset 17, float32, with dynamic batch and length. Inputs are int64 {@code [batch, length]}: {@code input_ids},
 * {@code attention_mask} (1 for a token, 0 for padding; at least one 1 a row) and, for an encoder with segment embeddings, {@code token_type_ids}.
 *
 * <p>Files appear whole or not at all; the same checkpoint gives the same bytes. Weights are streamed, not copied to the heap. Stateless and
 * thread-safe.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators</a>
 */
public final class OnnxExport {

    private OnnxExport() {}

    /**
     * Encoder, pooling and head; the output {@code logits} is {@code [batch, labels]}. The names of the labels stand in the file's metadata under
     * {@code labels}, in logit order, one a line.
     *
     * @throws IllegalArgumentException if the checkpoint has no head, or the file would exceed ONNX's limit of 2 GiB
     * @throws IOException if the file cannot be written
     */
    public static void logits(Checkpoint checkpoint, Pooling pooling, Path file) throws IOException {
        Head head = checkpoint
                .head()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "the checkpoint has no classification head, so there are no logits to export; export its features"));
        var graph = new OnnxGraph("classifier");
        var body = new OnnxEncoder(graph, checkpoint);
        String logits = body.definition().logits(head.shape(), pooled(body, checkpoint, pooling));
        graph.output("logits", logits, "batch", head.labels());
        checkpoint.labels().ifPresent(labels -> graph.metadata("labels", String.join("\n", labels.names())));
        graph.metadata("pooling", pooling.name().toLowerCase(java.util.Locale.ROOT));
        graph.write(file);
    }

    /**
     * Encoder and pooling; the output {@code features} is {@code [batch, hidden]}.
     *
     * @throws IllegalArgumentException if the file would exceed ONNX's limit of 2 GiB
     * @throws IOException if the file cannot be written
     */
    public static void features(Checkpoint checkpoint, Pooling pooling, Path file) throws IOException {
        var graph = new OnnxGraph("features");
        var body = new OnnxEncoder(graph, checkpoint);
        graph.output(
                "features",
                pooled(body, checkpoint, pooling),
                "batch",
                checkpoint.config().hiddenSize());
        graph.metadata("pooling", pooling.name().toLowerCase(java.util.Locale.ROOT));
        graph.write(file);
    }

    /**
     * The encoder alone; the output {@code last_hidden_state} is {@code [batch, length, hidden]}, as other exporters name it.
     *
     * @throws IllegalArgumentException if the file would exceed ONNX's limit of 2 GiB
     * @throws IOException if the file cannot be written
     */
    public static void hiddenStates(Checkpoint checkpoint, Path file) throws IOException {
        var graph = new OnnxGraph("encoder");
        var body = new OnnxEncoder(graph, checkpoint);
        graph.output(
                "last_hidden_state",
                body.definition().hiddenStates(),
                "batch",
                "length",
                checkpoint.config().hiddenSize());
        graph.write(file);
    }

    /** Of the hidden states of all tokens, as other exporters do. */
    private static String pooled(OnnxEncoder body, Checkpoint checkpoint, Pooling pooling) {
        return body.pool(
                pooling, checkpoint.config().hiddenSize(), body.definition().hiddenStates());
    }
}
