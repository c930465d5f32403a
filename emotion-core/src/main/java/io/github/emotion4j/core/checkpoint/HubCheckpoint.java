package io.github.emotion4j.core.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * A checkpoint as {@code config.json} and {@code model.safetensors} under the names of Hugging Face's transformers. Stateless and thread-safe; the
 * weights of a checkpoint that was read are views of its file, which must not change.
 */
public final class HubCheckpoint {

    /** Name of the configuration in a model directory. */
    public static final String CONFIG = "config.json";

    /** Name of the weights in a model directory. */
    public static final String WEIGHTS = "model.safetensors";

    private HubCheckpoint() {}

    /**
     * Reads a checkpoint, with its head if it is one for sequence classification.
     *
     * @param weights a safetensors file
     * @param config its config.json
     * @throws InvalidModelException if one is damaged, they do not belong together, or they ask for something unsupported
     * @throws IOException if one cannot be read
     */
    public static Checkpoint read(Path weights, Path config) throws IOException {
        return HubWeights.read(Safetensors.open(weights), HubConfig.read(config));
    }

    /**
     * Writes both files into a directory, each whole or not at all.
     *
     * @param checkpoint its head, if any, must be that of the architecture's class for sequence classification: with a hidden layer of ReLU
     *     (DistilBERT) or tanh (BERT)
     * @throws IllegalArgumentException if the head is another one
     * @throws IOException if a file cannot be written
     */
    public static void write(Checkpoint checkpoint, Path directory) throws IOException {
        String family = checkpoint.config().architecture() == Architecture.DISTILBERT ? "DistilBert" : "Bert";
        String type = family + (checkpoint.head().isPresent() ? "ForSequenceClassification" : "Model");
        Safetensors.write(directory.resolve(WEIGHTS), HubWeights.write(checkpoint), Map.of("format", "pt"));
        var config = ByteBuffer.wrap(HubConfig.write(checkpoint, type).getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(directory.resolve(CONFIG), channel -> AtomicFile.writeFully(channel, config));
    }
}
