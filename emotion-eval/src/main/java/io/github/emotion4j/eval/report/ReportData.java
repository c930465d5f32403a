package io.github.emotion4j.eval.report;

import io.github.emotion4j.data.statistics.RepeatedText;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.calibration.Reliability;
import io.github.emotion4j.eval.errors.Corrections;
import io.github.emotion4j.eval.gate.GateResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a report tells. Only the model and its evaluation are required; a section without content is left out.
 *
 * <p>Built by {@link #of} and the {@code with} methods, each of which returns a changed copy. Immutable and thread-safe.
 *
 * @param title of the page, for instance the name of the model
 * @param models at least one, all on the same rows; the last is the one that is told in detail
 * @param texts one a row of the evaluations
 * @param data pictures of the data
 * @param epochs the course of training, in order
 * @param calibration temperature and what it changes
 * @param suspects rows whose label is probably wrong, surest first
 * @param suspectsNote among which texts and how they were sought, or why they were not; empty where that does not matter
 * @param repeated texts that occur more than once and are shared between splits or labelled differently
 * @param gates thresholds and what came of them
 * @param provenance how it was made, in words: seed, options, checksums, versions, time, machine
 * @param warnings sentences to be read before the rest: what went wrong when the model was trained
 */
public record ReportData(
        String title,
        List<Model> models,
        List<String> texts,
        Optional<DataPictures> data,
        List<Epoch> epochs,
        Optional<Calibration> calibration,
        List<Corrections.Doubt> suspects,
        String suspectsNote,
        List<RepeatedText> repeated,
        List<GateResult> gates,
        Map<String, String> provenance,
        List<String> warnings) {

    /** Checks that the models were evaluated on as many rows as there are texts, and keeps unmodifiable copies. */
    public ReportData {
        Objects.requireNonNull(title, "title");
        models = List.copyOf(models);
        texts = List.copyOf(texts);
        epochs = List.copyOf(epochs);
        suspects = List.copyOf(suspects);
        Objects.requireNonNull(suspectsNote, "suspectsNote");
        repeated = List.copyOf(repeated);
        gates = List.copyOf(gates);
        warnings = List.copyOf(warnings);
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a report needs at least one evaluated model");
        }
        for (var model : models) {
            if (model.evaluation().rows() != texts.size()) {
                throw new IllegalArgumentException("model '" + model.name() + "' was evaluated on "
                        + model.evaluation().rows() + " rows, but there are " + texts.size() + " texts");
            }
        }
    }

    /**
     * A model's answers to the texts.
     *
     * @param name as people call it: "baseline", "frozen features", "fine-tuned"
     * @param evaluation of the texts
     */
    public record Model(String name, Evaluation evaluation) {}

    /**
     * One epoch of training; NaN where something was not measured.
     *
     * @param epoch from 1
     * @param trainLoss mean loss of the training split
     * @param validationLoss mean loss of the validation split
     * @param accuracy of the validation split
     * @param macroF1 of the validation split
     */
    public record Epoch(int epoch, double trainLoss, double validationLoss, double accuracy, double macroF1) {}

    /**
     * Calibration of the model told in detail.
     *
     * @param temperature fitted on validation data
     * @param before the evaluation with temperature 1
     * @param after the evaluation with the temperature
     */
    public record Calibration(double temperature, Evaluation before, Evaluation after) {

        /** Temperature, and expected calibration error and log loss before and after it, by their names in JSON. */
        public Map<String, Object> summary() {
            var summary = new LinkedHashMap<String, Object>();
            summary.put("temperature", temperature);
            summary.put("ece_before", Reliability.of(before).expectedError());
            summary.put("ece_after", Reliability.of(after).expectedError());
            summary.put("loss_before", before.logLoss());
            summary.put("loss_after", after.logLoss());
            return summary;
        }
    }

    /** A report of one model, with no other section. */
    public static ReportData of(String title, String model, Evaluation evaluation, List<String> texts) {
        return new ReportData(
                title,
                List.of(new Model(model, evaluation)),
                texts,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                "",
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    /** With a simpler model to compare with, before those that are there. */
    public ReportData withReference(String name, Evaluation evaluation) {
        var all = new ArrayList<Model>(models.subList(0, models.size() - 1));
        all.add(new Model(name, evaluation));
        all.add(models.get(models.size() - 1));
        return new ReportData(
                title,
                all,
                texts,
                data,
                epochs,
                calibration,
                suspects,
                suspectsNote,
                repeated,
                gates,
                provenance,
                warnings);
    }

    /** With pictures of the data. */
    public ReportData withData(DataPictures pictures) {
        return new ReportData(
                title,
                models,
                texts,
                Optional.of(pictures),
                epochs,
                calibration,
                suspects,
                suspectsNote,
                repeated,
                gates,
                provenance,
                warnings);
    }

    /** With the course of training. */
    public ReportData withEpochs(List<Epoch> course) {
        return new ReportData(
                title,
                models,
                texts,
                data,
                course,
                calibration,
                suspects,
                suspectsNote,
                repeated,
                gates,
                provenance,
                warnings);
    }

    /** With a temperature and what it changes. */
    public ReportData withCalibration(Calibration calibrated) {
        return new ReportData(
                title,
                models,
                texts,
                data,
                epochs,
                Optional.of(calibrated),
                suspects,
                suspectsNote,
                repeated,
                gates,
                provenance,
                warnings);
    }

    /** With rows whose label is probably wrong. */
    public ReportData withSuspects(List<Corrections.Doubt> doubts) {
        return withSuspects(doubts, "");
    }

    /**
     * With rows whose label is probably wrong.
     *
     * @param note a sentence: among which texts and how they were sought, or why they were not
     */
    public ReportData withSuspects(List<Corrections.Doubt> doubts, String note) {
        return new ReportData(
                title, models, texts, data, epochs, calibration, doubts, note, repeated, gates, provenance, warnings);
    }

    /** With texts that occur more than once; those that neither contradict each other nor are shared between splits are left out. */
    public ReportData withRepeated(List<RepeatedText> texts) {
        var telling = texts.stream()
                .filter(text -> text.conflicting() || text.shared())
                .toList();
        return new ReportData(
                title,
                models,
                this.texts,
                data,
                epochs,
                calibration,
                suspects,
                suspectsNote,
                telling,
                gates,
                provenance,
                warnings);
    }

    /** With gates. */
    public ReportData withGates(List<GateResult> results) {
        return new ReportData(
                title,
                models,
                texts,
                data,
                epochs,
                calibration,
                suspects,
                suspectsNote,
                repeated,
                results,
                provenance,
                warnings);
    }

    /** With how it was made, in the map's order. */
    public ReportData withProvenance(Map<String, String> facts) {
        return new ReportData(
                title,
                models,
                texts,
                data,
                epochs,
                calibration,
                suspects,
                suspectsNote,
                repeated,
                gates,
                facts,
                warnings);
    }

    /** With warnings. */
    public ReportData withWarnings(List<String> sentences) {
        return new ReportData(
                title,
                models,
                texts,
                data,
                epochs,
                calibration,
                suspects,
                suspectsNote,
                repeated,
                gates,
                provenance,
                sentences);
    }

    /** The model told in detail. */
    Model main() {
        return models.get(models.size() - 1);
    }

    /** The evaluation told in detail. */
    Evaluation evaluation() {
        return main().evaluation();
    }
}
