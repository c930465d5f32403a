package io.github.emotion4j.core.model;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.features.FeatureHead;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A checkpoint with what is needed to use it. Immutable and thread-safe. Weights may be views of a mapped file, which must stay as it is.
 *
 * @param checkpoint configuration, weights, head and labels
 * @param pooling what the head is fed with; for a checkpoint without head what suits it best
 * @param tokenizer the folder or file to load the tokenizer from; empty if the source has none
 * @param prompt what the tokenizer puts in front of every text, as some sentence encoders ask for; empty for nothing, or if the tokenizer's own file has it
 * @param temperature divides the logits before the softmax, greater than 0; 1 for a model that was not calibrated
 * @param training how it was made, for people and reports: nested maps, lists, texts, numbers; empty for a foreign checkpoint
 * @param source the folder or file it was read from, to be named where something is missing; empty for a model made in memory
 * @param featureHead the folder with a {@link FeatureHead} that answers for a checkpoint without a head, if it was read with one
 */
public record Model(
        Checkpoint checkpoint,
        Pooling pooling,
        Optional<Path> tokenizer,
        String prompt,
        double temperature,
        Map<String, Object> training,
        Optional<Path> source,
        Optional<Path> featureHead) {

    /** The key of {@code training} under which {@link #warnings()} are kept. */
    public static final String WARNINGS = "warnings";

    /** Checks the range given above and keeps a copy of the map. */
    public Model {
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(pooling, "pooling");
        Objects.requireNonNull(tokenizer, "tokenizer");
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(featureHead, "featureHead");
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("temperature must be > 0 and finite, found " + temperature);
        }
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
    }

    /** A model whose texts need no prompt, with ranges as above. */
    public Model(
            Checkpoint checkpoint,
            Pooling pooling,
            Optional<Path> tokenizer,
            double temperature,
            Map<String, Object> training,
            Optional<Path> source,
            Optional<Path> featureHead) {
        this(checkpoint, pooling, tokenizer, "", temperature, training, source, featureHead);
    }

    /** A model that was made in memory, with ranges as above. */
    public Model(
            Checkpoint checkpoint,
            Pooling pooling,
            Optional<Path> tokenizer,
            double temperature,
            Map<String, Object> training) {
        this(checkpoint, pooling, tokenizer, temperature, training, Optional.empty(), Optional.empty());
    }

    /**
     * The head of a model that answers with labels.
     *
     * @throws InvalidModelException if the checkpoint has none
     */
    public Head head() {
        return checkpoint.head().orElseThrow(this::headless);
    }

    private InvalidModelException headless() {
        return new InvalidModelException(
                name()
                        + (featureHead.isPresent()
                                ? " is a classifier on frozen features that is no layer of its encoder; predict with it, or train"
                                        + " a linear one (logistic)"
                                : " has no classification head, it is a checkpoint to train from; train a classifier on it first"));
    }

    /**
     * The labels of the head.
     *
     * @throws InvalidModelException if the checkpoint has no head, or its source does not name the labels
     */
    public Labels labels() {
        int count = head().labels();
        return checkpoint
                .labels()
                .orElseThrow(() -> new InvalidModelException(
                        name() + " does not name its " + count + " labels; add id2label to its config.json, or name "
                                + "them in order of id with --labels (Java: Model.withLabels)"));
    }

    /** Whether the labels have names of their own, not only {@code LABEL_0}, {@code LABEL_1}, … */
    public boolean namesLabels() {
        return checkpoint.labels().filter(labels -> !labels.areUnnamed()).isPresent();
    }

    /**
     * Loads the tokenizer with the checkpoint's limit; the caller closes it.
     *
     * @throws InvalidModelException if there is none
     * @throws IOException if it cannot be read
     */
    public SubwordTokenizer openTokenizer() throws IOException {
        return openTokenizer(checkpoint.config().maxPositions());
    }

    /**
     * Loads the tokenizer with a lower limit; the caller closes it.
     *
     * @param maxLength the most tokens of a text; the limits of tokenizer and checkpoint apply too
     * @throws InvalidModelException if there is none
     * @throws IOException if it cannot be read
     */
    public SubwordTokenizer openTokenizer(int maxLength) throws IOException {
        Path place = tokenizer.orElseThrow(() -> new InvalidModelException(name()
                + " has no tokenizer; put tokenizer.json or vocab.txt beside it, or name their folder (--tokenizer)"));
        SubwordTokenizer loaded = SubwordTokenizer.loadAtMost(
                place, Math.min(maxLength, checkpoint.config().maxPositions()));
        if (loaded.vocabularySize() > checkpoint.config().vocabularySize()) {
            loaded.close();
            throw new InvalidModelException(place + ": the tokenizer has " + loaded.vocabularySize()
                    + " tokens, the model's vocabulary " + checkpoint.config().vocabularySize()
                    + "; they do not belong together");
        }
        return prompt.isEmpty() ? loaded : prompted(loaded);
    }

    private SubwordTokenizer prompted(SubwordTokenizer bare) {
        try (bare) {
            return bare.withPrompt(prompt);
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(name() + ": " + e.getMessage(), e);
        }
    }

    private String name() {
        return source.map(place -> place + ": the model").orElse("the model");
    }

    /** The same model with another checkpoint, trained on from this one; what {@link #featureHead} answers is not its own. */
    public Model withCheckpoint(Checkpoint trained) {
        return new Model(trained, pooling, tokenizer, prompt, temperature, training, source, Optional.empty());
    }

    /**
     * The same model with names for the labels of its head.
     *
     * @param labels in order of id
     * @throws InvalidModelException if the checkpoint has no head
     * @throws IllegalArgumentException if there are more or fewer than the head has
     */
    public Model withLabels(Labels labels) {
        return withCheckpoint(
                new Checkpoint(checkpoint.config(), checkpoint.weights(), Optional.of(head()), Optional.of(labels)));
    }

    /** The same model with another pooling. */
    public Model withPooling(Pooling other) {
        return new Model(checkpoint, other, tokenizer, prompt, temperature, training, source, featureHead);
    }

    /** The same model with another tokenizer. */
    public Model withTokenizer(Path place) {
        return new Model(checkpoint, pooling, Optional.of(place), prompt, temperature, training, source, featureHead);
    }

    /** The same model with a prompt in front of every text; empty for none. */
    public Model withPrompt(String text) {
        return new Model(checkpoint, pooling, tokenizer, text, temperature, training, source, featureHead);
    }

    /** The same model with another temperature. */
    public Model withTemperature(double value) {
        return new Model(checkpoint, pooling, tokenizer, prompt, value, training, source, featureHead);
    }

    /** The same model with another account of its making. */
    public Model withTraining(Map<String, Object> account) {
        return new Model(checkpoint, pooling, tokenizer, prompt, temperature, account, source, featureHead);
    }

    /** The same model with sentences that {@link #warnings()} will give, also after it was saved and read. */
    public Model withWarnings(List<String> sentences) {
        var account = new LinkedHashMap<>(training);
        account.remove(WARNINGS);
        if (!sentences.isEmpty()) {
            account.put(WARNINGS, List.copyOf(sentences));
        }
        return withTraining(account);
    }

    /** Sentences for whoever uses the model: what went wrong when it was trained; empty for most. */
    public List<String> warnings() {
        return training.get(WARNINGS) instanceof List<?> sentences
                ? sentences.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** {@link #training} for people: {@code learning_rate} as "learning rate", whole numbers without a point; without the warnings and what is empty. */
    public Map<String, String> trainingInWords() {
        var words = new LinkedHashMap<String, String>();
        training.forEach((name, value) -> {
            String text = inWords(value);
            if (!text.isEmpty() && !name.equals(WARNINGS)) {
                words.put(name.replace('_', ' '), text);
            }
        });
        return words;
    }

    /** JSON gives whole numbers a point. */
    private static String inWords(Object value) {
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && Math.abs(number.doubleValue()) < 1e15) {
            return Long.toString(number.longValue());
        }
        return String.valueOf(value);
    }
}
