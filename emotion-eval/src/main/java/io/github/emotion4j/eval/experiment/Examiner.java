package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.features.FeatureExtractor;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.graph.Precision;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import io.github.emotion4j.eval.calibration.Temperature;
import io.github.emotion4j.eval.classifier.ClassifierKind;
import io.github.emotion4j.eval.classifier.FeatureClassifier;
import io.github.emotion4j.eval.classifier.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model that shows its work: hidden states, answers and token counts of texts, all from one pass of the encoder. Not thread-safe.
 *
 * <p>Its answers equal those of {@link Predictor} up to the rounding of single precision.
 */
public final class Examiner implements AutoCloseable {

    /** Texts of like length are sought among so many; bounds the memory, too. */
    private static final int WINDOW = 2048;

    private final Model model;
    private final Optional<FeatureClassifier> classifier;
    private final SubwordTokenizer tokenizer;
    private final Encoder encoder;
    private final int batchSize;

    private Examiner(
            Model model,
            Optional<FeatureClassifier> classifier,
            SubwordTokenizer tokenizer,
            Encoder encoder,
            int batchSize) {
        this.model = model;
        this.classifier = classifier;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.batchSize = batchSize;
    }

    /**
     * Loads a model that was read already.
     *
     * @param path where from
     * @param batchSize texts computed together, at least 1
     * @param precision of the encoder's products
     * @throws InvalidModelException if it cannot predict
     * @throws IOException if it cannot be read
     */
    public static Examiner load(Model model, Path path, int batchSize, Precision precision) throws IOException {
        Optional<FeatureClassifier> classifier = Optional.empty();
        if (model.checkpoint().head().isEmpty() && Files.isRegularFile(path.resolve("classifier.json"))) {
            classifier = Optional.of(ClassifierKind.load(path));
        } else {
            model.labels(); // says what is missing
        }
        SubwordTokenizer tokenizer = model.openTokenizer();
        try {
            return new Examiner(model, classifier, tokenizer, Encoder.of(model.checkpoint(), precision), batchSize);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** All labels, in id order. */
    public Labels labels() {
        return classifier.map(FeatureClassifier::labels).orElseGet(model::labels);
    }

    /**
     * Answers texts.
     *
     * @param keep of how many texts hidden states are kept, spread evenly over them; at least 0
     * @param progress hears how many texts are done
     */
    public Examination examine(List<String> texts, int keep, FrozenFeatures.Progress progress) {
        int kept = Math.min(keep, texts.size());
        int[] rows = IntStream.range(0, kept)
                .map(at -> (int) ((long) at * texts.size() / kept))
                .toArray();
        return examine(texts, rows, progress);
    }

    /**
     * Answers texts.
     *
     * @param rows of the texts whose hidden states are kept, ascending
     * @param progress hears how many texts are done
     */
    public Examination examine(List<String> texts, int[] rows, FrozenFeatures.Progress progress) {
        int kept = rows.length;
        int columns = model.checkpoint().config().hiddenSize();
        var features = new float[Math.multiplyExact(kept, columns)];
        var probabilities = new float[texts.size()][];
        var tokens = new int[texts.size()];
        var extractor = new FeatureExtractor(tokenizer, encoder, model.pooling(), batchSize);
        int next = 0;
        for (int start = 0; start < texts.size(); start += WINDOW) {
            int from = start;
            List<String> window = texts.subList(start, Math.min(texts.size(), start + WINDOW));
            List<Encoding> encodings = tokenizer.encode(window);
            for (int row = 0; row < window.size(); row++) {
                tokens[start + row] =
                        encodings.get(row).length() + encodings.get(row).dropped();
            }
            float[] states = extractor.extract(window, done -> progress.done(from + done, texts.size()));
            float[][] answers = answers(new Features(states, columns));
            System.arraycopy(answers, 0, probabilities, start, answers.length);
            for (; next < kept && rows[next] < start + window.size(); next++) {
                System.arraycopy(states, (rows[next] - start) * columns, features, next * columns, columns);
            }
        }
        return new Examination(
                labels(), probabilities, rows, new Features(features, columns), tokens, tokenizer.maxLength());
    }

    private float[][] answers(Features features) {
        var temperature = new Temperature(model.temperature());
        if (classifier.isPresent()) {
            float[][] raw = classifier.get().probabilities(features);
            return model.temperature() == 1
                    ? raw
                    : Arrays.stream(raw).map(temperature::apply).toArray(float[][]::new);
        }
        Head head = model.checkpoint().head().orElseThrow();
        float[] logits = head.logits(features.values());
        int labels = head.labels();
        var answers = new float[features.rows()][];
        for (int row = 0; row < answers.length; row++) {
            answers[row] = temperature.softmax(Arrays.copyOfRange(logits, row * labels, (row + 1) * labels));
        }
        return answers;
    }

    @Override
    public void close() {
        try (tokenizer;
                encoder) {
            // Both are closed, even if one fails.
        }
    }
}
