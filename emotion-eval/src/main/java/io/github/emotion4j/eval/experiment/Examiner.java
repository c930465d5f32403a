package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.features.FeatureExtractor;
import io.github.emotion4j.core.features.FeatureHead;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.graph.Precision;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import io.github.emotion4j.eval.calibration.Temperature;
import io.github.emotion4j.eval.classifier.Features;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A model that shows its work: hidden states, answers and token counts of texts, all from one pass of the encoder. Not thread-safe.
 *
 * <p>Its answers equal those of {@link io.github.emotion4j.core.EmotionClassifier} up to the rounding of single precision.
 */
public final class Examiner implements AutoCloseable {

    /** Texts of like length are sought among so many; bounds the memory, too. */
    private static final int WINDOW = 2048;

    private final Model model;
    private final Labels labels;
    private final UnaryOperator<float[]> head; // vectors to logits
    private final SubwordTokenizer tokenizer;
    private final Encoder encoder;
    private final int batchSize;

    private Examiner(
            Model model,
            Labels labels,
            UnaryOperator<float[]> head,
            SubwordTokenizer tokenizer,
            Encoder encoder,
            int batchSize) {
        this.model = model;
        this.labels = labels;
        this.head = head;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.batchSize = batchSize;
    }

    /**
     * Loads a model that was read already.
     *
     * @param batchSize texts computed together, at least 1
     * @param precision of the encoder's products
     * @throws InvalidModelException if it cannot predict
     * @throws IOException if it cannot be read
     */
    public static Examiner load(Model model, int batchSize, Precision precision) throws IOException {
        Optional<Path> apart = model.featureHead();
        Labels labels;
        UnaryOperator<float[]> head;
        if (apart.isPresent()) {
            FeatureHead found =
                    FeatureHead.read(apart.get(), model.checkpoint().config().hiddenSize());
            labels = found.labels();
            head = found::logits;
        } else {
            labels = model.labels(); // says what is missing
            head = model.head()::logits;
        }
        SubwordTokenizer tokenizer = model.openTokenizer();
        try {
            Encoder encoder = Encoder.of(model.checkpoint(), precision);
            return new Examiner(model, labels, head, tokenizer, encoder, batchSize);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** All labels, in id order. */
    public Labels labels() {
        return labels;
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
            float[] states = extractor.vectors(encodings, done -> progress.done(from + done, texts.size()));
            float[][] answers = answers(states);
            System.arraycopy(answers, 0, probabilities, start, answers.length);
            for (; next < kept && rows[next] < start + window.size(); next++) {
                System.arraycopy(states, (rows[next] - start) * columns, features, next * columns, columns);
            }
        }
        return new Examination(
                labels(), probabilities, rows, new Features(features, columns), tokens, tokenizer.maxLength());
    }

    private float[][] answers(float[] states) {
        var temperature = new Temperature(model.temperature());
        float[] logits = head.apply(states);
        int size = labels.size();
        var answers = new float[logits.length / size][];
        for (int row = 0; row < answers.length; row++) {
            answers[row] = temperature.softmax(Arrays.copyOfRange(logits, row * size, (row + 1) * size));
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
