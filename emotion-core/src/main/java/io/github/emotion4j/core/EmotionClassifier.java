package io.github.emotion4j.core;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.features.FeatureHead;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.Batches;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A trained model that a service calls: texts in, {@linkplain Prediction predictions} out.
 *
 * <pre>{@code
 * try (var classifier = EmotionClassifier.load(Path.of("model"))) {
 *     Prediction answer = classifier.predict("i am so happy");
 * }
 * }</pre>
 *
 * <p>Thread-safe: any number of threads share one classifier, whose weights are in memory once. {@link #close()} lets the batches in flight end and then
 * releases native memory; a call that still has batches to go, or comes later, fails with an {@link IllegalStateException}.
 */
public final class EmotionClassifier implements AutoCloseable {

    /** Texts of like length are sought among this many batches; more would cost memory and save hardly any padding. */
    private static final int BATCHES_OF_A_WINDOW = 32;

    private final Tokenizer tokenizer;
    private final Scorer scorer;
    private final Labels labels;
    private final double temperature;
    private final ClassifierOptions options;
    private final PredictionListener listener;
    private final LongAdder cut = new LongAdder();
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed; // guarded by lifetime

    EmotionClassifier(
            Tokenizer tokenizer,
            Scorer scorer,
            Labels labels,
            double temperature,
            ClassifierOptions options,
            PredictionListener listener) {
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        this.scorer = Objects.requireNonNull(scorer, "scorer");
        this.labels = Objects.requireNonNull(labels, "labels");
        this.options = Objects.requireNonNull(options, "options");
        this.listener = Objects.requireNonNull(listener, "listener");
        this.temperature = temperature;
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("temperature must be > 0 and finite, found " + temperature);
        }
    }

    /**
     * Loads a model directory with the default options.
     *
     * @throws IOException as in {@link #load(Path, ClassifierOptions)}
     */
    public static EmotionClassifier load(Path directory) throws IOException {
        return load(directory, ClassifierOptions.defaults());
    }

    /**
     * Loads a model directory: one that this library wrote, or one of Hugging Face's tools with {@code config.json}, {@code model.safetensors} and
     * {@code tokenizer.json}. A classifier on frozen features that is not linear (forest, network) needs emotion-eval on the class path.
     *
     * @throws io.github.emotion4j.core.checkpoint.InvalidModelException if a file is damaged, of an unsupported model, or without a classification head
     * @throws io.github.emotion4j.core.features.MissingLibraryException if the head's library is not on the class path
     * @throws IOException if a file is missing or cannot be read
     * @throws IllegalArgumentException if the options do not fit the model
     */
    public static EmotionClassifier load(Path directory, ClassifierOptions options) throws IOException {
        return load(directory, options, PredictionListener.NONE);
    }

    /**
     * Loads a model directory with somebody who listens to the answers.
     *
     * @throws IOException as in {@link #load(Path, ClassifierOptions)}
     */
    public static EmotionClassifier load(Path directory, ClassifierOptions options, PredictionListener listener)
            throws IOException {
        if (options.verify()) {
            ModelDirectory.verify(directory);
        }
        return of(ModelDirectory.read(directory), options, listener);
    }

    /**
     * A classifier of a model that was read already. {@link ClassifierOptions#verify()} has no effect here.
     *
     * @throws IOException as in {@link #load(Path, ClassifierOptions)}
     */
    public static EmotionClassifier of(Model model, ClassifierOptions options, PredictionListener listener)
            throws IOException {
        int positions = model.checkpoint().config().maxPositions();
        if (options.maxLength() > positions) {
            throw new IllegalArgumentException("maximum length " + options.maxLength() + " is more than the "
                    + positions + " positions of "
                    + model.source().map(Path::toString).orElse("the model"));
        }
        Optional<Path> apart = model.featureHead();
        if (apart.isEmpty()) {
            model.head(); // says what is missing
        }
        Tokenizer tokenizer =
                options.maxLength() > 0 ? model.openTokenizer(options.maxLength()) : model.openTokenizer();
        try {
            if (apart.isEmpty()) {
                return of(model.checkpoint(), tokenizer, model.pooling(), model.temperature(), options, listener);
            }
            FeatureHead head =
                    FeatureHead.read(apart.get(), model.checkpoint().config().hiddenSize());
            var scorer = new FeatureScorer(Encoder.of(model.checkpoint(), options.precision()), model.pooling(), head);
            return new EmotionClassifier(tokenizer, scorer, head.labels(), model.temperature(), options, listener);
        } catch (IOException | RuntimeException | Error failure) {
            tokenizer.close();
            throw failure;
        }
    }

    /**
     * A classifier of parts that are in memory already, for instance right after training.
     *
     * @param checkpoint with a head; its weights are copied
     * @param tokenizer its own; closed with the classifier
     * @param pooling the one that the head was trained with
     * @param temperature logits are divided by it; greater than 0, 1 for none
     * @throws IllegalArgumentException if the checkpoint has no head or a number is out of range
     */
    public static EmotionClassifier of(
            Checkpoint checkpoint,
            Tokenizer tokenizer,
            Pooling pooling,
            double temperature,
            ClassifierOptions options,
            PredictionListener listener) {
        Head head = checkpoint
                .head()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the checkpoint has no classification head, so it cannot predict labels"));
        // What Hugging Face's tools call labels without names.
        Labels labels = checkpoint
                .labels()
                .orElseGet(() -> Labels.of(IntStream.range(0, head.labels())
                        .mapToObj(id -> "LABEL_" + id)
                        .toList()));
        var scorer = new EncoderScorer(Encoder.of(checkpoint, options.precision()), pooling);
        return new EmotionClassifier(tokenizer, scorer, labels, temperature, options, listener);
    }

    /** All labels, in id order. */
    public Labels labels() {
        return labels;
    }

    /** How this classifier predicts. */
    public ClassifierOptions options() {
        return options;
    }

    /** The most tokens of a text that are read, special tokens included. */
    public int maxLength() {
        return tokenizer.maxLength();
    }

    /** How many of the texts so far had more than {@link #maxLength()} tokens, and were cut. */
    public long cut() {
        return cut.sum();
    }

    /**
     * The answer for one text.
     *
     * @param text any text, also an empty one; null and one with half of a surrogate pair are answered with a {@linkplain Prediction#isRejected() rejected} prediction
     * @throws IllegalStateException if the classifier is closed
     */
    public Prediction predict(String text) {
        return predictWindow(Collections.singletonList(text)).get(0);
    }

    /**
     * One answer a text, in the order of the texts. Batches are made of texts of like length.
     *
     * @param texts may hold null and unreadable ones, which are answered with a {@linkplain Prediction#isRejected() rejected} prediction
     * @throws IllegalStateException if the classifier is closed, also if that happens between two batches
     */
    public List<Prediction> predict(List<String> texts) {
        var copy = Arrays.asList(texts.toArray(String[]::new));
        var answers = new ArrayList<Prediction>(copy.size());
        for (int start = 0; start < copy.size(); start += windowSize()) {
            answers.addAll(predictWindow(copy.subList(start, Math.min(copy.size(), start + windowSize()))));
        }
        return Collections.unmodifiableList(answers);
    }

    /**
     * One answer a text, in the order of the texts, computed while the result is consumed: no more than {@code 32 * batchSize} texts are read
     * ahead, so that the stream may be of any length. Closing the result closes {@code texts}. Consume it sequentially.
     *
     * @param texts may hold null and unreadable ones, which are answered with a {@linkplain Prediction#isRejected() rejected} prediction
     */
    public Stream<Prediction> predict(Stream<String> texts) {
        var answers = new WindowedAnswers(texts.iterator(), windowSize(), this::predictWindow);
        var spliterator = Spliterators.spliteratorUnknownSize(answers, Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(spliterator, false).onClose(texts::close);
    }

    /**
     * Predicts made-up texts of several lengths, alone and in a batch, so that the first real ones find compiled code and planned memory. The
     * listener is not told.
     *
     * @throws IllegalStateException if the classifier is closed
     */
    public void warmUp() {
        for (int round = 0; round < 3; round++) {
            for (int words = 4; words <= 64; words *= 2) {
                String text = "warm ".repeat(words);
                compute(Collections.singletonList(text));
                compute(Collections.nCopies(Math.min(options.batchSize(), 8), text));
            }
        }
    }

    /**
     * Whether an answer can be computed, for the health of a service: predicts the empty text, which is a matter of milliseconds. The listener is not
     * told.
     *
     * @throws IllegalStateException if the classifier is closed, or its answer is not made of numbers
     */
    public void check() {
        Prediction answer = compute(Collections.singletonList("")).get(0);
        answer.rejection().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
    }

    /** Whether {@link #close()} was called. */
    public boolean isClosed() {
        lifetime.readLock().lock();
        try {
            return closed;
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /** Waits for the batches in flight, then releases native memory. Further calls do nothing. */
    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (tokenizer;
                    scorer) {
                // Both are closed, even if one fails.
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    private int windowSize() {
        return Math.min(options.batchSize(), Batches.MOST_TOKENS) * BATCHES_OF_A_WINDOW;
    }

    private List<Prediction> predictWindow(List<String> texts) {
        long start = System.nanoTime();
        var answers = compute(texts);
        listener.predicted(answers, Duration.ofNanos(System.nanoTime() - start));
        return answers;
    }

    private List<Prediction> compute(List<String> texts) {
        var answers = new Prediction[texts.size()];
        var readings = whileOpen(() -> Reading.of(texts, tokenizer, options));
        var accepted = IntStream.range(0, answers.length)
                .filter(at -> readings.get(at).rejection().isEmpty())
                .toArray();
        var encodings = IntStream.of(accepted)
                .mapToObj(at -> readings.get(at).encoding())
                .toList();
        cut.add(encodings.stream().filter(Encoding::truncated).count());
        float[] logits = Batches.run(
                encodings,
                options.batchSize(),
                labels.size(),
                batch -> whileOpen(() -> scorer.logits(batch)),
                done -> {}); // [accepted, labels]
        for (int row = 0; row < accepted.length; row++) {
            answers[accepted[row]] = answer(logits, row);
        }
        for (int at = 0; at < answers.length; at++) {
            if (answers[at] == null) {
                answers[at] =
                        Prediction.rejected(labels, readings.get(at).rejection().orElseThrow());
            }
        }
        return Collections.unmodifiableList(Arrays.asList(answers));
    }

    private Prediction answer(float[] logits, int row) {
        float[] probabilities = Softmax.of(logits, row * labels.size(), labels.size(), temperature); // [labels]
        // One logit that is no number makes none of the probabilities one.
        if (Float.isNaN(probabilities[0])) {
            return Prediction.rejected(
                    labels,
                    "the model's answer is not a number; its weights are damaged, compare its checksums or fetch it again");
        }
        var certain = new Prediction(labels, probabilities);
        return certain.score() < options.minConfidence()
                ? new Prediction(labels, probabilities, true, Optional.empty())
                : certain;
    }

    /** No code of the caller runs inside, so that a consumer of a stream may close the classifier. */
    private <T> T whileOpen(Supplier<T> work) {
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the classifier is closed");
            }
            return work.get();
        } finally {
            lifetime.readLock().unlock();
        }
    }
}
