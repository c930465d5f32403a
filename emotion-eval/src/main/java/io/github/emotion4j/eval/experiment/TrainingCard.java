package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.core.card.CardData;
import io.github.emotion4j.core.card.CardMetric;
import io.github.emotion4j.core.card.ModelCard;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.hub.HubId;
import io.github.emotion4j.data.statistics.RepeatedText;
import io.github.emotion4j.eval.Bootstrap;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.Interval;
import io.github.emotion4j.eval.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model card of what an {@link Experiment} made. */
public final class TrainingCard {

    private static final List<String> SPLITS = List.of("validation", "test");

    private TrainingCard() {}

    /**
     * What is known of the checkpoint that training began with.
     *
     * @param licence as the hub spells it; "other" where it is not known
     * @param languages ISO 639-1; empty where they are not known
     * @param hub its id there, if it has one
     */
    public record Base(String licence, List<String> languages, Optional<String> hub) {

        /** A checkpoint of which nothing is known but, where the name is an id of the hub, that. */
        public static Base of(String name) {
            return new Base("other", List.of(), Optional.of(name).filter(TrainingCard::onHub));
        }
    }

    /**
     * The card of a trained model.
     *
     * @param name of the model
     * @param data as the user named it
     * @param splits all data by name, the training split, before any balancing, first
     */
    public static ModelCard of(String name, Base base, String data, Map<String, Dataset> splits, Outcome outcome) {
        var metrics = new ArrayList<CardMetric>();
        for (String split : SPLITS) {
            outcome.calibrated(split).ifPresent(evaluation -> metrics.addAll(metrics(split, evaluation)));
        }
        return new ModelCard(
                name,
                splits.get("train").labels(),
                base.licence(),
                base.languages(),
                base.hub(),
                ModelDirectory.loadsInTransformers(outcome.model()),
                Optional.of(data(data, splits)),
                metrics,
                outcome.model().trainingInWords(),
                outcome.warnings());
    }

    private static boolean onHub(String name) {
        return HubId.looksLikeId(name) && !Files.exists(Path.of(name));
    }

    private static CardData data(String name, Map<String, Dataset> splits) {
        Dataset train = splits.get("train");
        List<RepeatedText> within = RepeatedText.of(Map.of("train", train));
        long shared = RepeatedText.of(splits).stream()
                .filter(RepeatedText::shared)
                .filter(text ->
                        text.occurrences().stream().anyMatch(at -> at.split().equals("train")))
                .count();
        boolean hub = onHub(name);
        return new CardData(
                hub || Path.of(name).getFileName() == null
                        ? name
                        : Path.of(name).getFileName().toString(),
                hub ? Optional.of(name) : Optional.empty(),
                train.size(),
                within.size(),
                (int) within.stream().filter(RepeatedText::conflicting).count(),
                (int) shared);
    }

    private static List<CardMetric> metrics(String split, Evaluation evaluation) {
        return List.of(
                metric(split, evaluation, "accuracy", "Accuracy", "accuracy"),
                metric(split, evaluation, "f1", "Macro F1", "macro_f1"),
                metric(split, evaluation, "f1", "Weighted F1", "weighted_f1"),
                metric(split, evaluation, "loss", "Loss", "log_loss"));
    }

    private static CardMetric metric(String split, Evaluation evaluation, String type, String name, String key) {
        Metric metric = Metric.parse(key);
        Interval interval = metric.interval(evaluation, Bootstrap.DEFAULT);
        return new CardMetric(
                split,
                evaluation.rows(),
                type,
                name,
                metric.of(evaluation),
                interval.low() <= interval.high()
                        ? Optional.of(new CardMetric.Interval(interval.low(), interval.high()))
                        : Optional.empty());
    }
}
