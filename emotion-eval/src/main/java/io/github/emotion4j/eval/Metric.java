package io.github.emotion4j.eval;

import io.github.emotion4j.data.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A metric by name, as gates and comparisons ask for it: {@code accuracy}, {@code macro_f1}, {@code log_loss}, or one of a label,
 * {@code f1.surprise}. {@link #names} lists them all.
 *
 * <p>Immutable and thread-safe.
 */
public final class Metric {

    private static final Map<String, ToDoubleFunction<Sample>> OF_ALL = new LinkedHashMap<>();
    private static final Map<String, OfLabel> OF_LABEL = new LinkedHashMap<>();

    static {
        OF_ALL.put("accuracy", Sample::accuracy);
        OF_ALL.put("balanced_accuracy", Sample::balancedAccuracy);
        OF_ALL.put("macro_precision", sample -> sample.macro(sample::precision));
        OF_ALL.put("macro_recall", sample -> sample.macro(sample::recall));
        OF_ALL.put("macro_f1", sample -> sample.macro(sample::f1));
        OF_ALL.put("micro_f1", Sample::accuracy);
        OF_ALL.put("weighted_precision", sample -> sample.weighted(sample::precision));
        OF_ALL.put("weighted_recall", sample -> sample.weighted(sample::recall));
        OF_ALL.put("weighted_f1", sample -> sample.weighted(sample::f1));
        OF_ALL.put("macro_roc_auc", Sample::macroRocAuc);
        OF_ALL.put("macro_average_precision", Sample::macroAveragePrecision);
        OF_ALL.put("log_loss", Sample::logLoss);
        OF_ALL.put("brier", Sample::brier);
        OF_LABEL.put("precision", Sample::precision);
        OF_LABEL.put("recall", Sample::recall);
        OF_LABEL.put("f1", Sample::f1);
        OF_LABEL.put("roc_auc", Sample::rocAuc);
        OF_LABEL.put("average_precision", Sample::averagePrecision);
    }

    @FunctionalInterface
    private interface OfLabel {
        double value(Sample sample, int label);
    }

    private final String name;
    private final String base;
    private final Optional<String> label;

    private Metric(String name, String base, Optional<String> label) {
        this.name = name;
        this.base = base;
        this.label = label;
    }

    /**
     * The metric of that name.
     *
     * @throws IllegalArgumentException if there is none, naming those that are
     */
    public static Metric parse(String name) {
        int dot = name.indexOf('.');
        if (dot < 0 && OF_ALL.containsKey(name)) {
            return new Metric(name, name, Optional.empty());
        }
        if (dot > 0 && OF_LABEL.containsKey(name.substring(0, dot)) && dot + 1 < name.length()) {
            return new Metric(name, name.substring(0, dot), Optional.of(name.substring(dot + 1)));
        }
        throw new IllegalArgumentException("metric '" + name + "' is not one of " + names());
    }

    /** All names; those of a single label end in ".LABEL". */
    public static List<String> names() {
        var names = new ArrayList<>(OF_ALL.keySet());
        OF_LABEL.keySet().forEach(name -> names.add(name + ".LABEL"));
        return List.copyOf(names);
    }

    /**
     * Checks that labels have the one that this is a metric of, before anything is computed.
     *
     * @throws IllegalArgumentException if they do not
     */
    public void requireLabelIn(Labels labels) {
        if (label.isPresent()) {
            labelId(labels);
        }
    }

    /** As it was parsed. */
    public String name() {
        return name;
    }

    /** The label that this is a metric of; empty for one of all labels. */
    public Optional<String> label() {
        return label;
    }

    /** False for losses, of which less is better. */
    public boolean higherIsBetter() {
        return !base.equals("log_loss") && !base.equals("brier");
    }

    /**
     * The value.
     *
     * @throws IllegalArgumentException if the metric's label is not one of the evaluation's
     */
    public double of(Evaluation evaluation) {
        return on(evaluation.labels()).applyAsDouble(evaluation.sample());
    }

    /**
     * The interval of 95 %: Wilson's for accuracy and for the precision and recall of a label, which are proportions; the bootstrap's otherwise.
     *
     * @throws IllegalArgumentException if the metric's label is not one of the evaluation's
     */
    public Interval interval(Evaluation evaluation, Bootstrap bootstrap) {
        var sample = evaluation.sample();
        if (base.equals("accuracy") || base.equals("micro_f1") || base.equals("weighted_recall")) {
            return evaluation.accuracyInterval();
        }
        if (base.equals("recall") || base.equals("precision")) {
            int[][] counts = sample.confusion();
            int id = labelId(evaluation.labels());
            int all = 0;
            for (int other = 0; other < counts.length; other++) {
                all += base.equals("recall") ? counts[id][other] : counts[other][id];
            }
            return Interval.wilson(counts[id][id], all);
        }
        return bootstrap.interval(sample, on(evaluation.labels()));
    }

    ToDoubleFunction<Sample> on(Labels labels) {
        if (label.isEmpty()) {
            return OF_ALL.get(base);
        }
        int id = labelId(labels);
        var ofLabel = OF_LABEL.get(base);
        return sample -> ofLabel.value(sample, id);
    }

    private int labelId(Labels labels) {
        String wanted = label.orElseThrow();
        return labels.id(wanted)
                .orElseThrow(() -> new IllegalArgumentException(
                        "metric '" + name + "': label '" + wanted + "' is not one of " + labels));
    }

    @Override
    public String toString() {
        return name;
    }
}
