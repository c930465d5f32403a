package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.core.PredictionListener;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.tokenize.CountingTokenizer;
import io.github.emotion4j.eval.calibration.Temperature;
import io.github.emotion4j.eval.classifier.ClassifierKind;
import io.github.emotion4j.eval.classifier.FeatureClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A saved model of any kind: with a head of its own, which {@link EmotionClassifier} runs alone, or a classifier on frozen features that needs its library.
 * Thread-safe for models with a head, not for others.
 */
public interface Predictor extends AutoCloseable {

    /** All labels, in id order. */
    Labels labels();

    /** One answer a text, in order. */
    List<Prediction> predict(List<String> texts);

    /** How many of the texts so far were longer than {@link #maxLength()} tokens, and were cut. */
    long cut();

    /** The most tokens of a text, special tokens included, that the model reads. */
    int maxLength();

    @Override
    void close();

    /**
     * Loads a model.
     *
     * @throws InvalidModelException if it is damaged, unsupported, or cannot predict
     * @throws IOException if it cannot be read
     */
    static Predictor load(Path path, ClassifierOptions options) throws IOException {
        return load(ModelDirectory.read(path), path, options);
    }

    /**
     * Loads a model that was read already.
     *
     * @param path where from
     * @throws InvalidModelException if it cannot predict
     * @throws IOException if it cannot be read
     */
    static Predictor load(Model model, Path path, ClassifierOptions options) throws IOException {
        if (model.checkpoint().head().isEmpty() && Files.isRegularFile(path.resolve("classifier.json"))) {
            return new OnFeatures(
                    ClassifierKind.load(path),
                    new FrozenFeatures(model, options.precision()),
                    new Temperature(model.temperature()),
                    options.minConfidence());
        }
        model.labels(); // says what is missing
        var tokenizer = new CountingTokenizer(
                options.maxLength() == 0 ? model.openTokenizer() : model.openTokenizer(options.maxLength()));
        try {
            return new WithHead(
                    EmotionClassifier.of(
                            model.checkpoint(),
                            tokenizer,
                            model.pooling(),
                            model.temperature(),
                            options,
                            PredictionListener.NONE),
                    tokenizer);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * A model with a head.
     *
     * @param classifier closed with this
     * @param tokenizer the classifier's
     */
    record WithHead(EmotionClassifier classifier, CountingTokenizer tokenizer) implements Predictor {
        @Override
        public Labels labels() {
            return classifier.labels();
        }

        @Override
        public List<Prediction> predict(List<String> texts) {
            return classifier.predict(texts);
        }

        @Override
        public long cut() {
            return tokenizer.cut();
        }

        @Override
        public int maxLength() {
            return tokenizer.maxLength();
        }

        @Override
        public void close() {
            classifier.close();
        }
    }

    /**
     * A classifier on frozen features.
     *
     * @param classifier of probabilities
     * @param features closed with this
     * @param temperature of the probabilities
     * @param minConfidence answers below it are marked uncertain
     */
    record OnFeatures(
            FeatureClassifier classifier, FrozenFeatures features, Temperature temperature, double minConfidence)
            implements Predictor {
        @Override
        public Labels labels() {
            return classifier.labels();
        }

        @Override
        public List<Prediction> predict(List<String> texts) {
            try {
                var answers = new ArrayList<Prediction>();
                for (float[] raw : classifier.probabilities(features.of(texts, FrozenFeatures.Progress.NONE))) {
                    float[] row = temperature.value() == 1 ? raw : temperature.apply(raw);
                    var answer = new Prediction(labels(), row);
                    answers.add(new Prediction(labels(), row, answer.score() < minConfidence, Optional.empty()));
                }
                return answers;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long cut() {
            return features.cut();
        }

        @Override
        public int maxLength() {
            return features.maxLength();
        }

        @Override
        public void close() {
            features.close();
        }
    }
}
