package io.github.emotion4j.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.FixedPredictions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final Evaluation FIXED = FixedPredictions.evaluation(4, 4, 4);

    /**
     * scipy, p and y of FixedPredictions, z = np.log(p): 1 / brentq(d, 0.01, 100, xtol=1e-15) where d(b) is the sum over the rows of
     * (softmax(b z) z).sum() - z[y].
     */
    @Test
    void the_temperature_is_where_the_slope_of_the_log_loss_is_zero() {
        var temperature = Temperature.fit(FIXED);

        assertThat(temperature.value()).isCloseTo(0.21337146722556186, within(1e-10));
        assertThat(temperature.apply(FIXED).logLoss())
                .isCloseTo(0.5409781042702233, within(1e-12))
                .isLessThan(FIXED.logLoss());
        assertThat(Temperature.fit(temperature.apply(FIXED)).value()).isCloseTo(1, within(1e-9));
    }

    @Test
    void scaling_changes_no_answer() {
        var scaled = new Temperature(3).apply(FIXED);

        assertThat(IntStream.range(0, FIXED.rows())).allMatch(row -> scaled.predicted(row) == FIXED.predicted(row));
    }

    /** numpy: sum over the 15 bins k/15 < p.max(1) <= (k+1)/15 of m.mean() * abs((p.argmax(1) == y)[m].mean() - p.max(1)[m].mean()). */
    @Test
    void the_expected_calibration_error_equals_numpy_before_and_after_scaling() {
        assertThat(Reliability.of(FIXED).expectedError()).isCloseTo(0.2918161536448527, within(1e-12));
        assertThat(Reliability.of(Temperature.fit(FIXED).apply(FIXED)).expectedError())
                .isCloseTo(0.0931991300989342, within(1e-9));
    }

    @Test
    void the_bins_hold_all_rows_and_their_ends_count_to_the_lower_bin() {
        var labels = Labels.of(List.of("a", "b"));
        var evaluation = Evaluation.of(labels, new int[] {0, 0, 1}, new double[][] {{0.6, 0.4}, {1, 0}, {0.75, 0.25}});

        var bins = Reliability.of(evaluation, 5).bins();

        assertThat(bins).extracting(Reliability.Bin::count).containsExactly(0, 0, 1, 1, 1);
        assertThat(bins.get(0).accuracy()).isNaN();
        assertThat(bins.get(3)).isEqualTo(new Reliability.Bin(0.6, 0.8, 1, 0.75, 0));
        assertThat(Reliability.of(FIXED).bins().stream()
                        .mapToInt(Reliability.Bin::count)
                        .sum())
                .isEqualTo(200);
    }

    @Test
    void without_any_mistake_or_any_right_answer_the_fit_ends_at_its_bounds() {
        var labels = Labels.of(List.of("a", "b"));
        var right = Evaluation.of(labels, new int[] {0, 1}, new double[][] {{0.9, 0.1}, {0.2, 0.8}});
        var wrong = Evaluation.of(labels, new int[] {1, 0}, new double[][] {{0.9, 0.1}, {0.2, 0.8}});
        var certain = Evaluation.of(labels, new int[] {0, 1}, new float[][] {{1, 0}, {0, 1}});

        assertThat(Temperature.fit(right).value()).isEqualTo(0.01);
        assertThat(Temperature.fit(wrong).value()).isEqualTo(100);
        assertThat(Temperature.fit(certain).apply(certain).accuracy()).isEqualTo(1);
        assertThatThrownBy(() -> new Temperature(0)).hasMessageContaining("must be > 0 and finite, found 0.0");
    }

    /** numpy: c = p.max(1); m = c >= t; m.mean(), (p.argmax(1) == y)[m].mean(). */
    @Test
    void coverage_and_accuracy_above_a_confidence_equal_numpy() {
        var at = Coverage.at(FIXED, 0.4);

        assertThat(at.coverage()).isCloseTo(0.63, within(1e-12));
        assertThat(at.accuracy()).isCloseTo(0.9444444444444444, within(1e-12));
        assertThat(Coverage.at(FIXED, 1).accuracy()).isNaN();
    }

    @Test
    void the_coverage_curve_starts_with_all_texts_and_each_point_is_what_a_threshold_there_gives() {
        var curve = Coverage.of(FIXED, 50).points();

        assertThat(curve).hasSizeBetween(20, 51);
        assertThat(curve.get(0).coverage()).isEqualTo(1);
        assertThat(curve.get(0).accuracy()).isCloseTo(FIXED.accuracy(), within(1e-12));
        assertThat(curve).allSatisfy(point -> assertThat(point).isEqualTo(Coverage.at(FIXED, point.confidence())));
    }
}
