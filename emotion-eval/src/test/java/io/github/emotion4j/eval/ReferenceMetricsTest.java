package io.github.emotion4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.calibration.Reliability;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 300 rows with many equal probabilities and a label that the first model never answers, from two models: metrics/predictions.json, with what
 * scikit-learn 1.9 and scipy say of them in metrics/expected.json, whose "conventions" give each formula.
 */
class ReferenceMetricsTest {

    private static final Offset<Double> EXACT = within(1e-12);
    private static final JsonObject EXPECTED = read("expected.json");
    private static final JsonObject PREDICTIONS = read("predictions.json");

    private static JsonObject read(String name) {
        var stream = ReferenceMetricsTest.class.getResourceAsStream("metrics/" + name);
        return JsonParser.parseReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private static Evaluation evaluation(JsonElement truth, JsonElement probabilities) {
        var gson = new Gson();
        var names = gson.fromJson(PREDICTIONS.get("labels"), String[].class);
        return Evaluation.of(
                Labels.of(java.util.List.of(names)),
                gson.fromJson(truth, int[].class),
                gson.fromJson(probabilities, double[][].class));
    }

    private static Evaluation first() {
        return evaluation(PREDICTIONS.get("y"), PREDICTIONS.get("probabilities"));
    }

    private static Evaluation second() {
        return evaluation(PREDICTIONS.get("y"), PREDICTIONS.get("probabilities_second"));
    }

    private static double number(JsonObject object, String... path) {
        JsonElement at = object;
        for (String name : path) {
            at = at.getAsJsonObject().get(name);
        }
        return at.getAsDouble();
    }

    @ParameterizedTest
    @CsvSource({"first", "second"})
    void every_metric_of_both_models_is_scikit_learns(String model) {
        var evaluation = model.equals("first") ? first() : second();
        var expected = EXPECTED.getAsJsonObject(model);

        var own = Map.of(
                "accuracy", evaluation.accuracy(),
                "balanced_accuracy", evaluation.balancedAccuracy(),
                "log_loss", evaluation.logLoss(),
                "brier_multiclass", evaluation.brier(),
                "roc_auc_ovr_macro", evaluation.macroRocAuc(),
                "average_precision_macro", evaluation.macroAveragePrecision(),
                "ece15", Reliability.of(evaluation).expectedError());
        own.forEach((name, value) -> assertThat(value).as(name).isCloseTo(number(expected, name), EXACT));
        assertThat(evaluation.macroF1()).isCloseTo(number(expected, "macro", "f1"), EXACT);
        assertThat(evaluation.macroPrecision()).isCloseTo(number(expected, "macro", "precision"), EXACT);
        assertThat(evaluation.weightedF1()).isCloseTo(number(expected, "weighted", "f1"), EXACT);
        assertThat(evaluation.weightedPrecision()).isCloseTo(number(expected, "weighted", "precision"), EXACT);
        assertThat(evaluation.microF1()).isCloseTo(number(expected, "micro", "f1"), EXACT);
        assertThat(evaluation.confusion())
                .isDeepEqualTo(new Gson().fromJson(expected.get("confusion_matrix_rows_true"), int[][].class));
        for (int label = 0; label < evaluation.labels().size(); label++) {
            String name = evaluation.labels().name(label);
            assertThat(evaluation.rocAuc(label)).as(name).isCloseTo(number(expected, "roc_auc_ovr", name), EXACT);
            assertThat(evaluation.averagePrecision(label))
                    .as(name)
                    .isCloseTo(number(expected, "average_precision", name), EXACT);
            assertThat(evaluation.f1(label)).as(name).isCloseTo(number(expected, "per_label", name, "f1"), EXACT);
            var recall = Metric.parse("recall." + name).interval(evaluation, Bootstrap.DEFAULT);
            requireInterval(recall, expected.getAsJsonObject("wilson95_recall").getAsJsonArray(name));
        }
        requireInterval(evaluation.accuracyInterval(), expected.getAsJsonArray("wilson95_accuracy"));
        for (int row = 0; row < evaluation.rows(); row++) {
            assertThat(evaluation.predicted(row))
                    .isEqualTo(expected.getAsJsonArray("predicted").get(row).getAsInt());
        }
    }

    private static void requireInterval(Interval interval, JsonArray expected) {
        assertThat(interval.low()).isCloseTo(expected.get(0).getAsDouble(), EXACT);
        assertThat(interval.high()).isCloseTo(expected.get(1).getAsDouble(), EXACT);
    }

    @Test
    void mcnemars_test_between_them_is_scipys() {
        var comparison = Comparison.of(first(), second(), Bootstrap.DEFAULT);
        var expected = EXPECTED.getAsJsonObject("mcnemar");

        assertThat(comparison.onlyFirstRight())
                .isEqualTo(expected.get("only_first_right").getAsInt());
        assertThat(comparison.onlySecondRight())
                .isEqualTo(expected.get("only_second_right").getAsInt());
        assertThat(comparison.mcnemarExact()).isCloseTo(number(expected, "exact_p"), EXACT);
        assertThat(comparison.mcnemarStatistic()).isCloseTo(number(expected, "chi2_corrected"), EXACT);
        assertThat(comparison.mcnemarChiSquare()).isCloseTo(number(expected, "chi2_corrected_p"), EXACT);
    }

    @Test
    void the_tables_of_wilsons_interval_are_scipys() {
        for (var row : EXPECTED.getAsJsonArray("wilson_tables")) {
            var entry = row.getAsJsonObject();
            requireInterval(
                    Interval.wilson(entry.get("k").getAsInt(), entry.get("n").getAsInt()),
                    entry.getAsJsonArray("interval"));
        }
    }

    @ParameterizedTest
    @CsvSource({"all_right", "one_row", "label_absent"})
    void extreme_inputs_give_scikit_learns_numbers(String name) {
        var input = PREDICTIONS.getAsJsonObject("small").getAsJsonObject(name);
        var expected = EXPECTED.getAsJsonObject("small").getAsJsonObject(name);
        var evaluation = evaluation(input.get("y"), input.get("probabilities"));

        assertThat(evaluation.accuracy()).isCloseTo(number(expected, "accuracy"), EXACT);
        assertThat(evaluation.balancedAccuracy()).isCloseTo(number(expected, "balanced_accuracy"), EXACT);
        assertThat(evaluation.logLoss()).isCloseTo(number(expected, "log_loss"), EXACT);
        assertThat(evaluation.brier()).isCloseTo(number(expected, "brier_multiclass"), EXACT);
        assertThat(Reliability.of(evaluation).expectedError()).isCloseTo(number(expected, "ece15"), EXACT);
        double sum = 0;
        for (int label = 0; label < evaluation.labels().size(); label++) {
            double f1 = expected.getAsJsonArray("f1").get(label).getAsDouble();
            assertThat(evaluation.f1(label)).isCloseTo(f1, EXACT);
            sum += f1;
        }
        // the file's own mean runs over all labels; this library's over those that occur
        assertThat(number(expected, "macro_f1")).isCloseTo(sum / 6, EXACT);
    }
}
