package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.core.card.ModelCard;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.model.WholeDirectory;
import io.github.emotion4j.core.train.Epoch;
import io.github.emotion4j.core.train.Scores;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.calibration.Temperature;
import io.github.emotion4j.eval.classifier.FeatureClassifier;
import io.github.emotion4j.eval.report.ReportData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trained model and how good it is.
 *
 * @param model ready to predict, or, where a classifier is not linear, its encoder
 * @param classifier on frozen features, if it is one
 * @param epochs of training, in order; one for classifiers on frozen features
 * @param bestEpoch whose weights were kept, from 1
 * @param evaluations by split: "validation", "test"; of the probabilities before any temperature
 * @param seconds all of it took
 * @param warnings sentences for whoever uses the model: that its training diverged, or that it has learnt nothing; saved with it
 */
public record Outcome(
        Model model,
        Optional<FeatureClassifier> classifier,
        List<Epoch> epochs,
        int bestEpoch,
        Map<String, Evaluation> evaluations,
        double seconds,
        List<String> warnings) {

    /** Keeps copies. */
    public Outcome {
        epochs = List.copyOf(epochs);
        warnings = List.copyOf(warnings);
        evaluations = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(evaluations));
    }

    /** The evaluation of a split, if it was evaluated. */
    public Optional<Evaluation> evaluation(String split) {
        return Optional.ofNullable(evaluations.get(split));
    }

    /** The evaluation of a split by the model as it is saved: with its temperature. */
    public Optional<Evaluation> calibrated(String split) {
        double temperature = model.temperature();
        return evaluation(split).map(raw -> temperature == 1 ? raw : new Temperature(temperature).apply(raw));
    }

    /** What the model's temperature changes on a split; empty where it has none, or the split was not evaluated. */
    public Optional<ReportData.Calibration> calibration(String split) {
        return evaluation(split)
                .filter(raw -> model.temperature() != 1)
                .map(raw -> new ReportData.Calibration(
                        model.temperature(), raw, calibrated(split).orElseThrow()));
    }

    /**
     * What came of it by name, as JSON tells it: {@code epochs}, {@code best_epoch}, the evaluated splits, {@code calibration} on the last of them or null,
     * {@code warnings}, {@code seconds}.
     */
    public Map<String, Object> summary() {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("epochs", epochs.stream().map(Outcome::summary).toList());
        summary.put("best_epoch", bestEpoch);
        Map<String, Object> calibration = null;
        for (Map.Entry<String, Evaluation> split : evaluations.entrySet()) {
            Evaluation found = split.getValue();
            summary.put(
                    split.getKey(),
                    summary(new Scores(found.logLoss(), found.accuracy(), found.macroF1(), found.weightedF1())));
            calibration = calibration(split.getKey())
                    .map(told -> summary(split.getKey(), told))
                    .orElse(null);
        }
        summary.put("calibration", calibration);
        summary.put("warnings", warnings);
        summary.put("seconds", seconds);
        return summary;
    }

    private static Map<String, Object> summary(String split, ReportData.Calibration calibration) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("split", split);
        summary.putAll(calibration.summary());
        return summary;
    }

    private static Map<String, Object> summary(Epoch epoch) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("epoch", epoch.epoch());
        summary.put("train_loss", epoch.trainLoss());
        summary.put("validation", epoch.validation().map(Outcome::summary).orElse(null));
        summary.put("seconds", epoch.seconds());
        return summary;
    }

    private static Map<String, Object> summary(Scores scores) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("loss", scores.loss());
        summary.put("accuracy", scores.accuracy());
        summary.put("macro_f1", scores.macroF1());
        summary.put("weighted_f1", scores.weightedF1());
        return summary;
    }

    /**
     * The same with the temperature of least log loss on the validation split in the model. Nothing changes without such a split, or where no finite
     * temperature is best, as on a few texts without a mistake.
     */
    public Outcome withFittedTemperature() {
        Optional<Temperature> fitted =
                evaluation("validation").map(Temperature::fit).filter(found -> !found.atEdge());
        return fitted.isEmpty()
                ? this
                : withModel(model.withTemperature(fitted.get().value()));
    }

    /** The same with another account of the model's making, or another temperature. */
    public Outcome withModel(Model other) {
        return new Outcome(other, classifier, epochs, bestEpoch, evaluations, seconds, warnings);
    }

    /**
     * Writes the model as a directory, whole or not at all. What there is to warn of stands in its {@code emotion.json} and its card.
     *
     * @param card for people, written beside it
     * @param files copied into it, such as the log of training
     * @throws IOException if it cannot be written, or something else is there
     */
    public void save(Path directory, ModelCard card, List<Path> files) throws IOException {
        try (WholeDirectory target = WholeDirectory.at(directory)) {
            if (classifier.isPresent()) {
                classifier.get().save(target.path());
            }
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    Files.copy(file, target.path().resolve(file.getFileName()));
                }
            }
            card.withWarnings(warnings).write(target.path());
            ModelDirectory.writeInto(model.withWarnings(warnings), target.path());
            target.finish();
        }
    }
}
