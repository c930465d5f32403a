package io.github.emotion4j.core.card;

import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a reader of a model must know: what it does, on which data it was trained, how good it is and how sure that is, what it is not for.
 *
 * <p>Nothing but the content decides on the bytes, neither clock nor locale. Immutable.
 *
 * @param name of the model
 * @param labels all labels, in id order
 * @param license as the hub spells it: "apache-2.0", "cc-by-4.0", "other"
 * @param languages of the texts, ISO 639-1: "en"
 * @param baseModel hub id of the checkpoint that training started from
 * @param transformers whether Python's transformers compute the same from the directory: they have no head on a mean of hidden states
 * @param data what it was trained on
 * @param metrics what was measured, in the order of the table
 * @param training options of the run by name, in the order of the table: "learning rate" to "2e-5", "seed" to "42"; a map with an order, which
 *     {@code Map.of} has not
 * @param warnings sentences to be read before the rest: what went wrong when it was trained
 * @see <a href="https://huggingface.co/docs/hub/model-cards">Model cards</a>
 */
public record ModelCard(
        String name,
        Labels labels,
        String license,
        List<String> languages,
        Optional<String> baseModel,
        boolean transformers,
        Optional<CardData> data,
        List<CardMetric> metrics,
        Map<String, String> training,
        List<String> warnings) {

    /** Name of the file in a model directory. */
    public static final String FILE = "README.md";

    /** Keeps copies. */
    public ModelCard {
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(baseModel, "baseModel");
        Objects.requireNonNull(data, "data");
        languages = List.copyOf(languages);
        metrics = List.copyOf(metrics);
        warnings = List.copyOf(warnings);
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model card needs the model's name");
        }
        if (license.isBlank()) {
            throw new IllegalArgumentException(
                    "a model card needs a licence; use 'other' where none of the hub's fits");
        }
    }

    /** A card without warnings. */
    public ModelCard(
            String name,
            Labels labels,
            String license,
            List<String> languages,
            Optional<String> baseModel,
            boolean transformers,
            Optional<CardData> data,
            List<CardMetric> metrics,
            Map<String, String> training) {
        this(name, labels, license, languages, baseModel, transformers, data, metrics, training, List.of());
    }

    /** The same card with other warnings. */
    public ModelCard withWarnings(List<String> sentences) {
        return new ModelCard(
                name, labels, license, languages, baseModel, transformers, data, metrics, training, sentences);
    }

    /** The card as Markdown with a YAML head, lines ending in {@code \n}. */
    public String markdown() {
        return CardHead.of(this) + CardBody.of(this);
    }

    /**
     * Writes {@code README.md} into a model directory; the file appears whole or not at all.
     *
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path write(Path directory) throws IOException {
        Path file = directory.toAbsolutePath().resolve(FILE);
        var bytes = ByteBuffer.wrap(markdown().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, bytes));
        return file;
    }
}
