package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.PredictionListener;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.train.Epoch;
import io.github.emotion4j.core.train.FineTuner;
import io.github.emotion4j.core.train.Options;
import io.github.emotion4j.core.train.Scores;
import io.github.emotion4j.core.train.TrainingListener;
import io.github.emotion4j.core.train.TrainingResult;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.tokenize.Tokenizer;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.classifier.ClassifierKind;
import io.github.emotion4j.eval.classifier.FeatureClassifier;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.classifier.MostFrequentBaseline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains on a checkpoint in one of three ways and evaluates what comes of it. Stateless and thread-safe. */
public final class Experiment {

    private static final int BATCH_SIZE = 64;

    private Experiment() {}

    /** The most frequent label, always. The checkpoint is not used but becomes part of the model, which then is one like any other. */
    public static Outcome baseline(Model start, Splits splits) {
        long began = System.nanoTime();
        MostFrequentBaseline classifier = MostFrequentBaseline.train(
                splits.train().labelIds(),
                splits.train().labels(),
                start.checkpoint().config().hiddenSize());
        var evaluations = new LinkedHashMap<String, Evaluation>();
        splits.evaluated()
                .forEach((name, data) -> evaluations.put(name, evaluate(data, classifier.probabilities(data.size()))));
        double trainLoss = evaluate(
                        splits.train(), classifier.probabilities(splits.train().size()))
                .logLoss();
        // It is the most frequent label: that it is no better needs no warning.
        return outcome(start, classifier, trainLoss, evaluations, List.of(), began);
    }

    /**
     * A classifier on frozen hidden states; with a validation split, its temperature is fitted there.
     *
     * @param start its checkpoint stays as it is; its pooling makes the features
     * @param kind which classifier
     * @param seed decides everything random
     * @param cache where features are kept, if they are
     * @param progress hears of every text that was encoded
     * @throws IOException if the tokenizer cannot be read, or the cache not be used
     * @throws io.github.emotion4j.core.features.MissingLibraryException if the classifier's library is not on the class path; nothing is computed then
     */
    public static Outcome features(
            Model start,
            Splits splits,
            ClassifierKind kind,
            long seed,
            Optional<FrozenFeatures.Cached> cache,
            FrozenFeatures.Progress progress)
            throws IOException {
        kind.requireLibrary();
        long began = System.nanoTime();
        int total = splits.train().size()
                + splits.evaluated().values().stream().mapToInt(Dataset::size).sum();
        try (var encoder = new FrozenFeatures(start, cache)) {
            int before = splits.train().size();
            Features train = encoder.of(splits.train().texts(), (done, all) -> progress.done(done, total));
            var others = new LinkedHashMap<String, Features>();
            for (Map.Entry<String, Dataset> split : splits.evaluated().entrySet()) {
                int offset = before;
                others.put(
                        split.getKey(),
                        encoder.of(split.getValue().texts(), (done, all) -> progress.done(offset + done, total)));
                before += split.getValue().size();
            }
            FeatureClassifier classifier =
                    kind.train(train, splits.train().labelIds(), splits.train().labels(), seed);
            var evaluations = new LinkedHashMap<String, Evaluation>();
            splits.evaluated()
                    .forEach((name, data) ->
                            evaluations.put(name, evaluate(data, classifier.probabilities(others.get(name)))));
            double trainLoss =
                    evaluate(splits.train(), classifier.probabilities(train)).logLoss();
            return outcome(start, classifier, trainLoss, evaluations, Guessing.warnings(evaluations), began)
                    .withFittedTemperature();
        }
    }

    /**
     * Fine-tuning of the whole checkpoint; with a validation split, its temperature is fitted there.
     *
     * @param options how to train; its pooling becomes the model's
     * @param run where states of the run and its log are kept, if they are
     * @param resume whether to go on from the newest state there
     * @throws IOException if the tokenizer cannot be read or a state not be written
     */
    public static Outcome finetune(
            Model start, Splits splits, Options options, TrainingListener listener, Optional<Path> run, boolean resume)
            throws IOException {
        long began = System.nanoTime();
        TrainingResult result;
        try (Tokenizer tokenizer = start.openTokenizer()) {
            var tuner = new FineTuner(start.checkpoint(), tokenizer, options, listener);
            result = run.isPresent()
                    ? tuner.train(splits.train(), splits.validation(), run.get(), resume)
                    : tuner.train(splits.train(), splits.validation());
        }
        Model model = start.withCheckpoint(result.checkpoint())
                .withPooling(result.pooling())
                .withTemperature(1);
        var evaluations = new LinkedHashMap<String, Evaluation>();
        try (EmotionClassifier classifier = EmotionClassifier.of(
                model, ClassifierOptions.defaults().withBatchSize(BATCH_SIZE), PredictionListener.NONE)) {
            splits.evaluated()
                    .forEach((name, data) -> evaluations.put(
                            name, Evaluation.of(data.labels(), data.labelIds(), classifier.predict(data.texts()))));
        }
        var warnings = new ArrayList<>(result.warnings());
        warnings.addAll(Guessing.warnings(evaluations));
        return new Outcome(
                        model,
                        Optional.empty(),
                        result.epochs(),
                        result.bestEpoch(),
                        evaluations,
                        seconds(began),
                        warnings)
                .withFittedTemperature();
    }

    private static Outcome outcome(
            Model start,
            FeatureClassifier classifier,
            double trainLoss,
            Map<String, Evaluation> evaluations,
            List<String> warnings,
            long began) {
        Checkpoint body = start.checkpoint();
        Optional<Head> head = classifier.linearHead();
        Model model = start.withTemperature(1)
                .withCheckpoint(new Checkpoint(body.config(), body.weights(), head, Optional.of(classifier.labels())));
        Optional<Scores> validation = Optional.ofNullable(evaluations.get("validation"))
                .map(found -> new Scores(found.logLoss(), found.accuracy(), found.macroF1(), found.weightedF1()));
        var epoch = new Epoch(1, trainLoss, validation, seconds(began));
        return new Outcome(model, Optional.of(classifier), List.of(epoch), 1, evaluations, seconds(began), warnings);
    }

    private static Evaluation evaluate(Dataset data, float[][] probabilities) {
        return Evaluation.of(data.labels(), data.labelIds(), probabilities);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) * 1e-9;
    }
}
