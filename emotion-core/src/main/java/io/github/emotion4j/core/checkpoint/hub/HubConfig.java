package io.github.emotion4j.core.checkpoint.hub;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Task;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A Hugging Face {@code config.json} of a supported family. Keys that change what is computed and are not supported are refused by
 * name; keys that do not are ignored.
 *
 * @param encoder sizes and constants
 * @param task what a classification head of it answers
 * @param labels names of the logits, if {@code id2label} is there
 * @param architectures the class names the file lists, e.g. {@code DistilBertForSequenceClassification}; may be empty
 */
public record HubConfig(EncoderConfig encoder, Task task, Optional<Labels> labels, List<String> architectures) {

    /** Keeps a copy of the list. */
    public HubConfig {
        architectures = List.copyOf(architectures);
    }

    /**
     * Reads a config.json.
     *
     * @throws InvalidModelException if it is no JSON object, of another model family, or asks for something unsupported
     */
    public static HubConfig read(Path file) throws IOException {
        return new HubConfigReader(JsonKeys.read(file)).read();
    }

    /**
     * Reads the text of a config.json.
     *
     * @param place where it is from, for messages
     * @throws InvalidModelException as above
     */
    public static HubConfig parse(String place, String json) {
        return new HubConfigReader(JsonKeys.parse(place, json)).read();
    }

    /** The labels of a config.json of any model type, in id order; empty if it names none. */
    public static Optional<Labels> readLabels(Path file) throws IOException {
        return new HubConfigReader(JsonKeys.read(file)).labels();
    }

    /** The task of a config.json of any model type, whatever form its weights have. */
    public static Task readTask(Path file) throws IOException {
        return new HubConfigReader(JsonKeys.read(file)).task();
    }

    /** The JSON of a checkpoint's configuration, as transformers' classes read it. Keys in fixed order: equal content gives equal text. */
    public static String write(Checkpoint checkpoint, String architectureClass) {
        return HubConfigWriter.write(checkpoint, architectureClass);
    }
}
