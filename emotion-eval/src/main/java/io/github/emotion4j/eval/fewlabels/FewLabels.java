package io.github.emotion4j.eval.fewlabels;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.labels.DescribedModel;
import io.github.emotion4j.core.labels.LabelDescriptions;
import io.github.emotion4j.core.labels.LinearScores;
import io.github.emotion4j.core.labels.PrototypeOptions;
import io.github.emotion4j.core.labels.PrototypeScores;
import io.github.emotion4j.core.labels.UnitVectors;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.train.Epoch;
import io.github.emotion4j.core.train.FewShotOptions;
import io.github.emotion4j.core.train.FewShotTuner;
import io.github.emotion4j.core.train.Scores;
import io.github.emotion4j.core.train.TrainingListener;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.calibration.Temperature;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.experiment.FrozenFeatures;
import io.github.emotion4j.eval.experiment.Guessing;
import io.github.emotion4j.eval.experiment.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Trains with descriptions of the labels, on no labelled text or on a few, and evaluates what comes of it. What is saved is an encoder with a linear head on
 * its vector scaled to length 1. Stateless and thread-safe.
 */
public final class FewLabels {

    /** Of more unlabelled texts that many are taken at random: mean and shares of labels are known well enough then. */
    private static final int UNLABELLED = 2000;

    private FewLabels() {}

    /**
     * What there is besides texts to learn from.
     *
     * @param descriptions of the labels
     * @param unlabelled texts of the kind that will be asked; may be empty
     * @param evaluated splits to evaluate, by name: "validation", "test"; with these labels in this order
     */
    public record Setting(LabelDescriptions descriptions, List<String> unlabelled, Map<String, Dataset> evaluated) {

        /** Checks that the splits have the labels that are described. */
        public Setting {
            unlabelled = List.copyOf(unlabelled);
            evaluated = Collections.unmodifiableMap(new LinkedHashMap<>(evaluated));
            for (Dataset data : evaluated.values()) {
                requireLabels(data, descriptions);
            }
        }
    }

    /**
     * No labelled text at all.
     *
     * @param start a sentence encoder with its pooling
     * @param seed decides which unlabelled texts are taken where there are many
     * @param cache where vectors are kept, if they are
     * @param progress hears of every text that was encoded
     * @throws IOException if the tokenizer cannot be read
     */
    public static Outcome labels(
            Model start,
            Setting setting,
            PrototypeOptions options,
            long seed,
            Optional<FrozenFeatures.Cached> cache,
            FrozenFeatures.Progress progress)
            throws IOException {
        long began = System.nanoTime();
        LabelDescriptions descriptions = setting.descriptions();
        try (var encoder = new Vectors(start, cache, setting, progress)) {
            PrototypeScores found = PrototypeScores.of(
                    encoder.of(descriptions.texts()),
                    descriptions.labelIds(),
                    descriptions.labels().size(),
                    encoder.ofAny(sample(setting.unlabelled(), seed)),
                    options);
            Model model = DescribedModel.with(start, found.scores(), descriptions.labels(), found.account());
            return encoder.outcome(model, List.of(), began);
        }
    }

    /**
     * A few texts of each label.
     *
     * @param start a sentence encoder with its pooling
     * @param train texts of each label, with the labels that are described, in their order
     * @param listener hears each step of the tuning
     * @param progress hears of every text that was encoded afterwards
     * @throws IOException if the tokenizer cannot be read
     * @throws IllegalArgumentException if a label has no text
     */
    public static Outcome fewshot(
            Model start,
            Dataset train,
            Setting setting,
            FewShotOptions options,
            TrainingListener listener,
            FrozenFeatures.Progress progress)
            throws IOException {
        long began = System.nanoTime();
        LabelDescriptions descriptions = setting.descriptions();
        requireLabels(train, descriptions);
        FewShotTuner.Result tuned;
        try (var tokenizer = start.openTokenizer();
                var encoder = new Vectors(start, Optional.empty(), setting, FrozenFeatures.Progress.NONE)) {
            double[][] prototypes = encoder.of(descriptions.texts())
                    .prototypes(descriptions.labelIds(), descriptions.labels().size());
            tuned = new FewShotTuner(start.checkpoint(), start.pooling(), options, listener)
                    .tune(train, tokenizer, prototypes);
        }
        Model body = start.withCheckpoint(tuned.checkpoint());
        try (var encoder = new Vectors(body, Optional.empty(), setting, progress)) {
            LinearScores scores = TunedScores.of(
                    tuned.prototypes(),
                    new TunedScores.Labelled(encoder.of(train.texts()), train.labelIds()),
                    new TunedScores.Labelled(encoder.of(descriptions.texts()), descriptions.labelIds()),
                    encoder.ofAny(sample(setting.unlabelled(), options.seed())));
            var account = new LinkedHashMap<String, Object>();
            account.put("steps", tuned.steps());
            account.put("layers", options.layers());
            Model model = DescribedModel.with(body, scores, descriptions.labels(), account);
            var epoch = new Epoch(1, tuned.loss(), Optional.empty(), seconds(began));
            return encoder.outcome(model, List.of(epoch), began).withFittedTemperature();
        }
    }

    private static void requireLabels(Dataset data, LabelDescriptions descriptions) {
        if (!data.labels().equals(descriptions.labels())) {
            throw new IllegalArgumentException("described are the labels " + descriptions.labels() + ", the data has "
                    + data.labels() + "; read it with the labels that are described");
        }
    }

    private static List<String> sample(List<String> texts, long seed) {
        if (texts.size() <= UNLABELLED) {
            return texts;
        }
        var shuffled = new ArrayList<>(texts);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, UNLABELLED);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) * 1e-9;
    }

    /** Vectors of texts by one encoder, of the setting's splits too. */
    private static final class Vectors implements AutoCloseable {

        private final FrozenFeatures features;
        private final Setting setting;
        private final FrozenFeatures.Progress progress;
        private final int total;
        private int before;

        Vectors(Model model, Optional<FrozenFeatures.Cached> cache, Setting setting, FrozenFeatures.Progress progress) {
            this.features = new FrozenFeatures(model, cache);
            this.setting = setting;
            this.progress = progress;
            this.total = Math.min(UNLABELLED, setting.unlabelled().size())
                    + setting.evaluated().values().stream()
                            .mapToInt(Dataset::size)
                            .sum();
        }

        UnitVectors of(List<String> texts) throws IOException {
            Features found = features.of(texts, FrozenFeatures.Progress.NONE);
            return UnitVectors.of(found.values(), found.columns());
        }

        Optional<UnitVectors> ofAny(List<String> texts) throws IOException {
            if (texts.isEmpty()) {
                return Optional.empty();
            }
            Features found = counted(texts);
            return Optional.of(UnitVectors.of(found.values(), found.columns()));
        }

        private Features counted(List<String> texts) throws IOException {
            int offset = before;
            Features found = features.of(texts, (done, all) -> progress.done(Math.min(total, offset + done), total));
            before += texts.size();
            return found;
        }

        Outcome outcome(Model model, List<Epoch> epochs, long began) throws IOException {
            var evaluations = new LinkedHashMap<String, Evaluation>();
            for (Map.Entry<String, Dataset> split : setting.evaluated().entrySet()) {
                Dataset data = split.getValue();
                evaluations.put(
                        split.getKey(),
                        Evaluation.of(data.labels(), data.labelIds(), answers(model.head(), counted(data.texts()))));
            }
            List<Epoch> told = epochs.stream()
                    .map(epoch -> new Epoch(
                            epoch.epoch(),
                            epoch.trainLoss(),
                            Optional.ofNullable(evaluations.get("validation")).map(Vectors::scores),
                            epoch.seconds()))
                    .toList();
            return new Outcome(
                    model,
                    Optional.empty(),
                    told,
                    told.size(),
                    evaluations,
                    seconds(began),
                    Guessing.warnings(evaluations));
        }

        private static Scores scores(Evaluation found) {
            return new Scores(found.logLoss(), found.accuracy(), found.macroF1(), found.weightedF1());
        }

        private static float[][] answers(Head head, Features vectors) {
            float[] logits = head.logits(vectors.values());
            var none = new Temperature(1);
            int labels = head.labels();
            var answers = new float[vectors.rows()][];
            for (int row = 0; row < answers.length; row++) {
                answers[row] = none.softmax(Arrays.copyOfRange(logits, row * labels, (row + 1) * labels));
            }
            return answers;
        }

        @Override
        public void close() {
            features.close();
        }
    }
}
