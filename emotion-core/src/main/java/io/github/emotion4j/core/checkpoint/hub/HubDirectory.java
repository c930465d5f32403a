package io.github.emotion4j.core.checkpoint.hub;

import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Safetensors;
import io.github.emotion4j.core.checkpoint.TensorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** A Hugging Face directory as any tool writes it: {@code config.json} and weights in whatever form. Stateless and thread-safe. */
public final class HubDirectory {

    private HubDirectory() {}

    /**
     * Reads configuration, weights and head. The weights are views of the mapped file, which must not change while they are in use.
     *
     * @param directory of {@code config.json}
     * @param weights of the model that it describes
     * @throws InvalidModelException if a file is damaged or not of a supported model
     * @throws IOException if one cannot be read
     */
    public static Checkpoint read(Path directory, TensorFile weights) throws IOException {
        Path config = directory.resolve("config.json");
        if (!Files.isRegularFile(config)) {
            throw new NoSuchFileException(
                    config.toString(), null, "a model directory holds config.json, weights and tokenizer.json");
        }
        return HubWeights.read(weights, HubConfig.read(config));
    }

    /**
     * Writes both files into a directory, each whole or not at all.
     *
     * @param checkpoint its head, if any, must have the layout of the architecture's class for sequence classification
     * @throws IllegalArgumentException if the head is another one
     * @throws IOException if a file cannot be written
     */
    public static void write(Checkpoint checkpoint, Path directory) throws IOException {
        String family = Family.of(checkpoint.config().architecture()).className();
        String type = family + (checkpoint.head().isPresent() ? "ForSequenceClassification" : "Model");
        Safetensors.write(directory.resolve("model.safetensors"), HubWeights.write(checkpoint), Map.of("format", "pt"));
        var config = ByteBuffer.wrap(HubConfig.write(checkpoint, type).getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(directory.resolve("config.json"), channel -> AtomicFile.writeFully(channel, config));
    }
}
