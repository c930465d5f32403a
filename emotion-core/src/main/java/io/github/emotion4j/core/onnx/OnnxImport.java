package io.github.emotion4j.core.onnx;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Pooling;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint read from an ONNX file, and what the file says beyond it.
 *
 * @param checkpoint configuration, weights, the classifier's head if the file has one
 * @param pooling how the file makes one vector of a text, where it does
 * @param normalised whether the file divides that vector by its Euclidean length; features of the checkpoint are not divided
 * @param output the graph output that was read
 * @param exporter producer, its version and the opset
 * @param notes what was left out, for people: a masked-LM head, the division by the length, further outputs
 * @param seconds how long reading and recognition took
 */
public record OnnxImport(
        Checkpoint checkpoint,
        Optional<Pooling> pooling,
        boolean normalised,
        String output,
        String exporter,
        List<String> notes,
        double seconds) {

    /** Keeps a copy of the notes. */
    public OnnxImport {
        notes = List.copyOf(notes);
    }
}
