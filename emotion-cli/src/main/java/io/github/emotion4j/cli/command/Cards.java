package io.github.emotion4j.cli.command;

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
import io.github.emotion4j.eval.experiment.Outcome;
import io.github.emotion4j.models.catalogue.Catalogue;
import io.github.emotion4j.models.catalogue.CatalogueEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cards of models that were trained here. */
final class Cards {

    private static final List<String> SPLITS = List.of("validation", "test");

    private Cards() {}

    /**
     * The card of a trained model.
     *
     * @param name of the model
     * @param checkpoint as the user named it
     * @param data as the user named it
     * @param splits all data by name, the training split, before any balancing, first
     */
    static ModelCard of(String name, String checkpoint, String data, Map<String, Dataset> splits, Outcome outcome) {
        Optional<CatalogueEntry> known = Catalogue.load().find(checkpoint);
        var metrics = new ArrayList<CardMetric>();
        for (String split : SPLITS) {
            outcome.calibrated(split).ifPresent(evaluation -> metrics.addAll(metrics(split, evaluation)));
        }
        var training = new LinkedHashMap<String, String>();
        outcome.model()
                .training()
                .forEach((key, value) -> training.put(key.replace('_', ' '), Provenance.words(value)));
        training.values().removeIf(String::isEmpty);
        return new ModelCard(
                name,
                splits.get("train").labels(),
                known.map(CatalogueEntry::licence).orElse("other"),
                known.map(CatalogueEntry::languages).orElse(List.of()),
                known.map(entry -> entry.hub().name())
                        .or(() -> Optional.of(checkpoint).filter(Cards::onHub)),
                ModelDirectory.loadsInTransformers(outcome.model()),
                Optional.of(data(data, splits)),
                metrics,
                training);
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
